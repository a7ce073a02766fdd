package io.tidegauge.query.health;

import io.tidegauge.query.live.SeriesState;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How full the file systems of one server are, as node_exporter tells. Not thread-safe. */
final class FileSystems {

  /** In memory, or read-only and full by nature. */
  private static final Set<String> NOT_DISKS =
      Set.of("tmpfs", "devtmpfs", "ramfs", "squashfs", "iso9660", "erofs", "fuse.lxcfs");

  private final Map<String, Mount> mounts = new HashMap<>();

  private static final class Mount {
    private @Nullable SeriesState available;
    private @Nullable SeriesState size;
  }

  /** Adds a series of what is available, or of the size. */
  void add(SeriesState state) {
    String type = state.labels().get("fstype");
    if (type != null && NOT_DISKS.contains(type)) {
      return;
    }
    String key = state.labels().get("device") + " " + state.labels().get("mountpoint");
    Mount mount = mounts.computeIfAbsent(key, name -> new Mount());
    if (state.metric().equals("node_filesystem_size_bytes")) {
      mount.size = state;
    } else {
      mount.available = state;
    }
  }

  /** The share that is used of the fullest; NaN where none is known since then. */
  double fullest(long since) {
    double fullest = Double.NaN;
    for (Mount mount : mounts.values()) {
      SeriesState available = mount.available;
      SeriesState size = mount.size;
      if (available != null && size != null && available.lastTimestamp() >= since) {
        double used = ServerSummary.used(available.lastValue(), size.lastValue());
        fullest =
            Double.isNaN(used) ? fullest : Math.max(Double.isNaN(fullest) ? 0 : fullest, used);
      }
    }
    return fullest;
  }
}
