package dev.slipway.template;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What Java's values are in Go's eyes.
final class GoType {
    /// Go's order of kinds of values in sorted maps of anything.
    private static final Comparator<@Nullable Object> KEY_ORDER = GoType::compareKeys;

    private static final ClassValue<Map<String, Component>> COMPONENTS =
            new ClassValue<>() {
                @Override
                protected Map<String, Component> computeValue(Class<?> type) {
                    return components(type);
                }
            };

    /// A field of a record.
    record Component(String name, RecordComponent component) {
        @Nullable Object read(Object record) {
            try {
                return component.getAccessor().invoke(record);
            } catch (InvocationTargetException | IllegalAccessException e) {
                throw new IllegalStateException("field " + name + ": " + e.getMessage(), e);
            }
        }
    }

    private GoType() {}

    /// Whole numbers become `Long`, others `Double`, collections lists, arrays and characters what
    /// they would be in Go.
    static @Nullable Object normal(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Integer number -> number.longValue();
            case Short number -> number.longValue();
            case Byte number -> number.longValue();
            case Float number -> number.doubleValue();
            case Character character -> (long) character;
            case List<?> list -> list;
            case Collection<?> collection -> new ArrayList<>(collection);
            case Object[] array -> List.of(array);
            case Optional<?> optional -> normal(optional.orElse(null));
            case Enum<?> constant when !(constant instanceof Absent) -> constant.toString();
            default -> value;
        };
    }

    static boolean isTrue(@Nullable Object value) {
        return switch (value) {
            case null -> false;
            case Absent _ -> false;
            case Boolean bool -> bool;
            case Long number -> number != 0;
            case Double number -> number != 0;
            case Duration duration -> !duration.isZero();
            case String text -> !text.isEmpty();
            case List<?> list -> !list.isEmpty();
            case Map<?, ?> map -> !map.isEmpty();
            default -> true;
        };
    }

    static boolean canBeNil(Class<?> type) {
        return type == Object.class
                || List.class.isAssignableFrom(type)
                || Map.class.isAssignableFrom(type)
                || type == TemplateFunction.class;
    }

    /// The name of the type of a value.
    static String of(Object value) {
        return value instanceof TextMap ? "map[string]string" : of(value.getClass());
    }

    static String of(Class<?> type) {
        if (type == Object.class || type == Absent.class) {
            return "interface {}";
        }
        if (type == String.class) {
            return "string";
        }
        if (type == Long.class) {
            return "int";
        }
        if (type == Double.class) {
            return "float64";
        }
        if (type == Boolean.class) {
            return "bool";
        }
        if (type == Instant.class) {
            return "time.Time";
        }
        if (type == Duration.class) {
            return "time.Duration";
        }
        if (type == TemplateFunction.class) {
            return "func";
        }
        if (List.class.isAssignableFrom(type)) {
            return "[]interface {}";
        }
        return Map.class.isAssignableFrom(type)
                ? "map[string]interface {}"
                : "main." + type.getSimpleName();
    }

    static Optional<Component> component(Object receiver, String name) {
        if (!(receiver instanceof Record) || !Character.isUpperCase(name.codePointAt(0))) {
            return Optional.empty();
        }
        return Optional.ofNullable(
                COMPONENTS.get(receiver.getClass()).get(name.toLowerCase(Locale.ROOT)));
    }

    /// The fields of a record, by name in lower case, in order.
    static List<Component> components(Object record) {
        return new ArrayList<>(COMPONENTS.get(record.getClass()).values());
    }

    private static Map<String, Component> components(Class<?> type) {
        Map<String, Component> found = new LinkedHashMap<>();
        RecordComponent[] all = type.getRecordComponents();
        if (all != null) {
            for (RecordComponent each : all) {
                each.getAccessor().setAccessible(true);
                found.put(
                        each.getName().toLowerCase(Locale.ROOT),
                        new Component(each.getName(), each));
            }
        }
        return found;
    }

    static List<?> sortedKeys(Map<?, ?> map) {
        List<Object> keys = new ArrayList<>(map.keySet());
        keys.sort(KEY_ORDER);
        return keys;
    }

    private static int compareKeys(@Nullable Object left, @Nullable Object right) {
        Object a = normal(left);
        Object b = normal(right);
        if (a instanceof String x && b instanceof String y) {
            return GoText.compare(x, y);
        }
        if (a instanceof Long x && b instanceof Long y) {
            return x.compareTo(y);
        }
        if (a instanceof Number x && b instanceof Number y) {
            return Double.compare(x.doubleValue(), y.doubleValue());
        }
        if (a instanceof Boolean x && b instanceof Boolean y) {
            return x.compareTo(y);
        }
        return String.valueOf(a).compareTo(String.valueOf(b));
    }
}
