package dev.slipway.tsdb.block;

import dev.slipway.series.Selection;
import dev.slipway.series.SeriesCursor;
import dev.slipway.series.SeriesException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// The folder in which the blocks of a storage lie, and what becomes of them: written, merged,
/// dropped.
///
/// A crash leaves nothing half done. What is being written has a temporary name and is removed by
/// the next [#open]; a block that was merged into another which is already there is removed too. A
/// block that cannot be opened is set aside under another name, so that the others can be used.
///
/// Thread-safe. [#blocks] may be read at any time; changes wait for each other.
public final class BlockFolder implements AutoCloseable {
    /// What a block that cannot be opened is called; nobody else reads folders of such names.
    static final String DAMAGED = ".damaged";

    private static final Logger LOG = System.getLogger(BlockFolder.class.getName());
    private static final List<String> TEMPORARY =
            List.of(BlockWriter.TEMPORARY, ".tmp-for-deletion", ".tmp");

    private final Path folder;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Disk disk;
    private final List<String> setAside = new ArrayList<>();

    /// By time; replaced as a whole.
    private volatile List<Block> blocks = List.of();

    private BlockFolder(Path folder, InstantSource clock, RandomGenerator random, Disk disk) {
        this.disk = disk;
        this.folder = folder;
        this.clock = clock;
        this.random = random;
    }

    public static BlockFolder open(Path folder, InstantSource clock, RandomGenerator random) {
        return open(folder, clock, random, Disk.REAL);
    }

    /// @param disk what merged blocks are written through
    public static BlockFolder open(
            Path folder, InstantSource clock, RandomGenerator random, Disk disk) {
        BlockFolder opened = new BlockFolder(folder, clock, random, disk);
        opened.load();
        return opened;
    }

    /// By time. One that is dropped meanwhile says that it is closed: [#read] goes around that.
    public List<Block> blocks() {
        return blocks;
    }

    /// What the reader makes of the blocks; asked again if some were dropped while it read.
    public <T> T read(Function<List<Block>, T> reader) {
        while (true) {
            List<Block> seen = blocks;
            try {
                return reader.apply(seen);
            } catch (SeriesException e) {
                if (seen.equals(blocks)) {
                    throw e;
                }
            }
        }
    }

    /// A cursor for each block, the one made last first: where blocks overlap, its samples count.
    public List<SeriesCursor> select(Selection selection) {
        return read(seen -> cursors(seen, selection));
    }

    /// Marks samples as deleted in all blocks, durably; waits for a compaction that is under way.
    public synchronized void delete(Selection selection) {
        blocks.forEach(each -> each.delete(selection));
    }

    /// What was found damaged when the folder was opened, a sentence each.
    public List<String> setAside() {
        return List.copyOf(setAside);
    }

    /// Where a [BlockWriter] writes; after its `finish` say [#reload].
    public Path path() {
        return folder;
    }

    /// The name of a block that is made now.
    public Ulid nextUlid() {
        synchronized (random) {
            return Ulid.of(clock.millis(), random);
        }
    }

    /// Opens what is new, closes and deletes what was merged into it.
    public synchronized void reload() {
        Set<Ulid> open = new HashSet<>();
        blocks.forEach(each -> open.add(each.meta().ulid()));
        List<Block> all = new ArrayList<>(blocks);
        for (Path path : blockPaths()) {
            Ulid ulid = Ulid.find(path.getFileName().toString()).orElseThrow();
            if (!open.contains(ulid)) {
                all.add(Block.open(path));
                publish(all);
            }
        }
        drop(Retention.superseded(metas()));
    }

    /// Merges the blocks that the planner names next; empty if there is nothing to do. Blocks that
    /// cannot be merged are marked, and not tried again.
    public synchronized Optional<BlockMeta> compactOnce(CompactionPlanner planner) {
        List<BlockMeta> plan = planner.plan(metas());
        if (plan.isEmpty()) {
            return Optional.empty();
        }
        return compact(plan);
    }

    /// Rewrites each block that has deleted samples.
    public synchronized void cleanTombstones() {
        for (BlockMeta each : metas()) {
            if (each.stats().tombstones() > 0) {
                compact(List.of(each));
            }
        }
    }

    /// Makes hard links to all files of all blocks.
    ///
    /// @param target an empty folder on the same disk
    public synchronized void linkTo(Path target) {
        for (Block each : blocks) {
            FolderFiles.linkTree(each.folder(), target.resolve(each.meta().ulid().toString()));
        }
    }

    /// Drops blocks by age and by size; those that were dropped.
    ///
    /// @param otherBytes what lies on the disk beside blocks and counts too
    public synchronized List<BlockMeta> retain(
            long retentionMillis, long otherBytes, long sizeBytesMax) {
        List<BlockMeta> dropped =
                new ArrayList<>(Retention.byTime(metas(), retentionMillis, clock.millis()));
        drop(dropped);
        List<Retention.Sized> sized =
                blocks.stream()
                        .map(each -> new Retention.Sized(each.meta(), each.sizeBytes()))
                        .toList();
        List<BlockMeta> tooMuch = Retention.bySize(sized, otherBytes, sizeBytesMax);
        drop(tooMuch);
        dropped.addAll(tooMuch);
        return dropped;
    }

    @Override
    public synchronized void close() {
        blocks.forEach(Block::close);
        blocks = List.of();
    }

    private Optional<BlockMeta> compact(List<BlockMeta> plan) {
        List<Block> merged =
                blocks.stream().filter(each -> contains(plan, each.meta().ulid())).toList();
        Optional<BlockMeta> made;
        try {
            made = Compactor.compact(merged, folder, nextUlid(), disk);
        } catch (SeriesException e) {
            // A full disk is no reason never to try again; damage is.
            merged.stream().filter(BlockFolder::isDamaged).forEach(Block::markFailed);
            throw e;
        }
        if (made.isEmpty()) {
            drop(plan);
        } else {
            reload();
        }
        return made;
    }

    private static List<SeriesCursor> cursors(List<Block> blocks, Selection selection) {
        List<Block> newestFirst = new ArrayList<>(blocks);
        newestFirst.sort(Comparator.comparing((Block each) -> each.meta().ulid()).reversed());
        List<SeriesCursor> cursors = new ArrayList<>();
        try {
            newestFirst.forEach(each -> cursors.add(each.select(selection)));
        } catch (RuntimeException e) {
            cursors.forEach(SeriesCursor::close);
            throw e;
        }
        return cursors;
    }

    private static boolean isDamaged(Block block) {
        try {
            block.check();
            return false;
        } catch (SeriesException e) {
            LOG.log(
                    Level.ERROR,
                    "Block is damaged block={0} reason={1}",
                    block.meta().ulid(),
                    e.getMessage());
            return true;
        }
    }

    private synchronized void load() {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new SeriesException(folder + ": cannot be made: " + e.getMessage(), e);
        }
        for (Path path : entries()) {
            String name = path.getFileName().toString();
            if (TEMPORARY.stream().anyMatch(name::endsWith) && Files.isDirectory(path)) {
                FolderFiles.deleteTree(path);
            }
        }
        List<Block> opened = new ArrayList<>();
        for (Path path : blockPaths()) {
            try {
                opened.add(Block.open(path));
            } catch (SeriesException e) {
                setAside(path, e);
            }
        }
        publish(opened);
        drop(Retention.superseded(metas()));
    }

    private void setAside(Path path, SeriesException e) {
        Path target = path.resolveSibling(path.getFileName() + DAMAGED);
        FolderFiles.move(path, target);
        String sentence =
                "Block cannot be read and was set aside as %s: %s"
                        .formatted(target, e.getMessage());
        setAside.add(sentence);
        LOG.log(Level.ERROR, "Block set aside block={0} reason={1}", target, e.getMessage());
    }

    /// Renames before it deletes, so that a crash in between leaves no half block behind.
    private void drop(List<BlockMeta> dropped) {
        if (dropped.isEmpty()) {
            return;
        }
        List<Block> kept = new ArrayList<>();
        List<Block> gone = new ArrayList<>();
        for (Block each : blocks) {
            (contains(dropped, each.meta().ulid()) ? gone : kept).add(each);
        }
        publish(kept);
        for (Block each : gone) {
            each.close();
            Path doomed = each.folder().resolveSibling(each.meta().ulid() + ".tmp-for-deletion");
            FolderFiles.move(each.folder(), doomed);
            FolderFiles.deleteTree(doomed);
        }
    }

    private void publish(List<Block> changed) {
        List<Block> sorted = new ArrayList<>(changed);
        sorted.sort(Comparator.comparingLong(each -> each.meta().minMillis()));
        blocks = List.copyOf(sorted);
    }

    private List<BlockMeta> metas() {
        return blocks.stream().map(Block::meta).toList();
    }

    private List<Path> blockPaths() {
        return entries().stream()
                .filter(each -> Ulid.find(each.getFileName().toString()).isPresent())
                .toList();
    }

    private List<Path> entries() {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.sorted().toList();
        } catch (IOException e) {
            throw new SeriesException(folder + ": cannot be listed: " + e.getMessage(), e);
        }
    }

    private static boolean contains(List<BlockMeta> metas, Ulid ulid) {
        return metas.stream().anyMatch(each -> each.ulid().equals(ulid));
    }
}
