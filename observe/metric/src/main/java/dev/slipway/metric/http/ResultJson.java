package dev.slipway.metric.http;

import dev.slipway.promql.QueryValue;
import dev.slipway.promql.QueryValue.Sample;
import dev.slipway.promql.QueryValue.Series;
import dev.slipway.promql.syntax.ValueType;
import dev.slipway.series.FloatHistogram;
import dev.slipway.series.FloatHistogram.Bucket;
import java.util.List;

/// Writes what a query answers. Stateless.
final class ResultJson {
    /// Which bounds of a bucket belong to it, as the API numbers it.
    private static final int LEFT_OPEN = 0;

    private static final int RIGHT_OPEN = 1;
    private static final int OPEN = 2;
    private static final int CLOSED = 3;

    private ResultJson() {}

    /// The members `resultType` and `result`.
    static void members(QueryValue value, int limit, JsonWriter json) {
        json.member("resultType", type(value).shortName()).key("result");
        switch (value) {
            case QueryValue.Scalar scalar -> json.sample(scalar.timeMillis(), scalar.value());
            case QueryValue.StringValue string ->
                    json.beginArray().seconds(string.timeMillis()).string(string.text()).endArray();
            case QueryValue.Vector vector -> vector(limited(vector.samples(), limit), json);
            case QueryValue.Matrix matrix -> matrix(limited(matrix.series(), limit), json);
        }
    }

    /// How many series an answer has, for limits.
    static int size(QueryValue value) {
        return switch (value) {
            case QueryValue.Scalar _, QueryValue.StringValue _ -> 1;
            case QueryValue.Vector vector -> vector.samples().size();
            case QueryValue.Matrix matrix -> matrix.series().size();
        };
    }

    private static ValueType type(QueryValue value) {
        return switch (value) {
            case QueryValue.Scalar _ -> ValueType.SCALAR;
            case QueryValue.StringValue _ -> ValueType.STRING;
            case QueryValue.Vector _ -> ValueType.VECTOR;
            case QueryValue.Matrix _ -> ValueType.MATRIX;
        };
    }

    static <T> List<T> limited(List<T> all, int limit) {
        return all.size() > limit ? all.subList(0, limit) : all;
    }

    private static void vector(List<Sample> samples, JsonWriter json) {
        json.beginArray();
        for (Sample each : samples) {
            json.beginObject().key("metric").labels(each.labels());
            FloatHistogram histogram = each.histogram();
            if (histogram == null) {
                json.key("value").sample(each.timeMillis(), each.value());
            } else {
                json.key("histogram");
                histogramSample(each.timeMillis(), histogram, json);
            }
            json.endObject();
        }
        json.endArray();
    }

    private static void matrix(List<Series> all, JsonWriter json) {
        json.beginArray();
        for (Series series : all) {
            json.beginObject().key("metric").labels(series.labels());
            if (series.histograms() == null) {
                values(series, json);
            } else {
                mixed(series, json);
            }
            json.endObject();
        }
        json.endArray();
    }

    private static void values(Series series, JsonWriter json) {
        json.key("values").beginArray();
        long[] times = series.timesMillis();
        double[] values = series.values();
        for (int i = 0; i < times.length; i++) {
            json.sample(times[i], values[i]);
        }
        json.endArray();
    }

    private static void mixed(Series series, JsonWriter json) {
        boolean open = false;
        for (int i = 0; i < series.size(); i++) {
            if (series.histogram(i) == null) {
                if (!open) {
                    json.key("values").beginArray();
                    open = true;
                }
                json.sample(series.timesMillis()[i], series.values()[i]);
            }
        }
        if (open) {
            json.endArray();
        }
        open = false;
        for (int i = 0; i < series.size(); i++) {
            FloatHistogram histogram = series.histogram(i);
            if (histogram != null) {
                if (!open) {
                    json.key("histograms").beginArray();
                    open = true;
                }
                histogramSample(series.timesMillis()[i], histogram, json);
            }
        }
        if (open) {
            json.endArray();
        }
    }

    private static void histogramSample(long millis, FloatHistogram histogram, JsonWriter json) {
        json.beginArray().seconds(millis);
        json.beginObject().key("count").quotedNumber(histogram.count());
        json.key("sum").quotedNumber(histogram.sum());
        boolean open = false;
        for (Bucket bucket : histogram.buckets()) {
            if (bucket.count() != 0) {
                if (!open) {
                    json.key("buckets").beginArray();
                    open = true;
                }
                json.beginArray().number((long) bounds(histogram, bucket));
                json.quotedNumber(bucket.lower()).quotedNumber(bucket.upper());
                json.quotedNumber(bucket.count()).endArray();
            }
        }
        if (open) {
            json.endArray();
        }
        json.endObject().endArray();
    }

    private static int bounds(FloatHistogram histogram, Bucket bucket) {
        boolean zero = !histogram.hasCustomBuckets() && bucket.lower() == -bucket.upper();
        boolean lower =
                histogram.hasCustomBuckets() ? bucket.index() == 0 : zero || bucket.lower() < 0;
        boolean upper = histogram.hasCustomBuckets() || zero || bucket.upper() > 0;
        if (lower) {
            return upper ? CLOSED : RIGHT_OPEN;
        }
        return upper ? LEFT_OPEN : OPEN;
    }
}
