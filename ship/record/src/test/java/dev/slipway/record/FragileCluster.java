package dev.slipway.record;

import dev.slipway.client.Cluster;
import dev.slipway.client.DeleteOptions;
import dev.slipway.client.ListQuery;
import dev.slipway.client.ResourceList;
import dev.slipway.client.Resources;
import dev.slipway.client.Watch;
import dev.slipway.model.Kind;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.Patch;
import dev.slipway.model.Resource;
import dev.slipway.model.kinds.Kinds;
import java.util.Optional;
import java.util.function.Supplier;

/// A cluster that counts writes of records, and at one of them is cut off: nothing that its user
/// writes from then on arrives.
final class FragileCluster implements Cluster {
    private final Cluster whole;
    private final Writes writes;
    private final int life;

    /// The writes of all clusters made by it.
    static final class Writes {
        private int count;
        private int fatal = Integer.MAX_VALUE;
        private boolean before;
        private int lives;

        /// The write of that number is the last, or the first that does not arrive.
        void killAt(int write, boolean beforeIt) {
            fatal = write;
            before = beforeIt;
        }

        int count() {
            return count;
        }

        Cluster watch(Cluster whole) {
            lives++;
            return new FragileCluster(whole, this, lives);
        }
    }

    /// The process is gone. No `RuntimeException`, so that nothing of the process outlives it.
    static final class Killed extends Error {
        private static final long serialVersionUID = 1;
    }

    private FragileCluster(Cluster whole, Writes writes, int life) {
        this.whole = whole;
        this.writes = writes;
        this.life = life;
    }

    @Override
    public <T extends Resource> Resources<T> resources(Kind<T> kind) {
        Resources<T> resources = whole.resources(kind);
        return kind.type().equals(Kinds.RELEASE_RECORD.type())
                ? new Fragile<>(resources, this)
                : resources;
    }

    private <R> R write(Supplier<R> write) {
        if (life < writes.lives) {
            throw new Killed();
        }
        writes.count++;
        boolean fatal = writes.count == writes.fatal;
        if (fatal && writes.before) {
            throw new Killed();
        }
        R result = write.get();
        if (fatal) {
            throw new Killed();
        }
        return result;
    }

    private record Fragile<T extends Resource>(Resources<T> whole, FragileCluster cluster)
            implements Resources<T> {
        @Override
        public Optional<T> find(ObjectKey key) {
            return whole.find(key);
        }

        @Override
        public ResourceList<T> list(ListQuery query) {
            return whole.list(query);
        }

        @Override
        public Watch<T> watch(ListQuery query, long fromRevision) {
            return whole.watch(query, fromRevision);
        }

        @Override
        public T create(T object) {
            return cluster.write(() -> whole.create(object));
        }

        @Override
        public T patch(ObjectKey key, Patch patch) {
            return cluster.write(() -> whole.patch(key, patch));
        }

        @Override
        public T patchStatus(ObjectKey key, Patch patch) {
            return cluster.write(() -> whole.patchStatus(key, patch));
        }

        @Override
        public void delete(ObjectKey key, DeleteOptions options) {
            boolean _ =
                    cluster.write(() -> {
                        whole.delete(key, options);
                        return true;
                    });
        }
    }
}
