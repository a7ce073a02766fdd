package io.tidegauge.loadtest.chaos.cluster;

import io.tidegauge.engines.EngineException;
import io.tidegauge.engines.process.Directories;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Small disks of their own under the directories of some processes, so that they can be filled up:
 * files with a filesystem, mounted.
 */
public final class Disks implements AutoCloseable {

  private static final String SIZE = "3G";
  private static final String BALLAST = "ballast";
  private static final long SLOWLY = 384L << 20;
  private static final Duration PAUSE = Duration.ofMillis(5);
  private static final byte[] BLOCK = new byte[1 << 20];

  private final Path images;
  private final Map<String, Path> mounts = new HashMap<>();

  /** None yet; needs root. */
  Disks(Path directory) {
    Tool.require("Filling up disks", "mount e2fsprogs", "mount", "umount", "mkfs.ext4", "truncate");
    this.images = Directories.createPrivate(directory.resolve(Leftovers.IMAGES));
    Leftovers.claim(images);
    // So that a write fails with the filesystem and not with what is delayed in memory.
    Arrays.fill(BLOCK, (byte) 1);
  }

  /** Puts a disk under the directory of a process that does not run yet. */
  void mount(String member, Path directory) {
    Directories.createPrivate(directory);
    String image = images.resolve(member + ".img").toString();
    Tool.run("truncate", "-s", SIZE, image);
    Tool.run("mkfs.ext4", "-q", "-m", "0", image);
    Tool.run("mount", "-o", "loop", image, directory.toString());
    // Kafka takes each directory in its own for a partition.
    Directories.delete(directory.resolve("lost+found"));
    mounts.put(member, directory);
  }

  /** Whether a process has a disk of its own. */
  public boolean has(String member) {
    return mounts.containsKey(member);
  }

  /**
   * Leaves no space on the disk of a process: most of it at once, the rest bit by bit, as a disk
   * fills up that something else writes to.
   */
  public void fill(String member) throws InterruptedException {
    Path mount = mount(member);
    long most = mount.toFile().getUsableSpace() - SLOWLY;
    if (most > 0) {
      Tool.run("fallocate", "-l", Long.toString(most), mount.resolve(BALLAST).toString());
    }
    try (OutputStream rest = Files.newOutputStream(mount.resolve(BALLAST + ".rest"))) {
      while (true) {
        rest.write(BLOCK);
        TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
      }
    } catch (IOException full) {
      return;
    }
  }

  /** Makes space again. */
  public void free(String member) {
    try {
      Files.deleteIfExists(mount(member).resolve(BALLAST));
      Files.deleteIfExists(mount(member).resolve(BALLAST + ".rest"));
    } catch (IOException e) {
      throw new EngineException("Cannot make space on the disk of " + member, e);
    }
  }

  private Path mount(String member) {
    Path mount = mounts.get(member);
    if (mount == null) {
      throw new IllegalArgumentException(member + " has no disk of its own");
    }
    return mount;
  }

  @Override
  public void close() {
    mounts.values().forEach(mount -> Tool.run("umount", "--lazy", mount.toString()));
    mounts.clear();
  }
}
