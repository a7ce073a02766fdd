package io.tidegauge.loadtest.chaos.cluster;

import io.tidegauge.engines.EngineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a run leaves that was ended with SIGKILL: namespaces and a bridge, which have its process id
 * in their names, and mounted disks, beside whose images is a file with it. Those of runs that go
 * on are left alone.
 */
final class Leftovers {

  /** The folder of the images, in the directory of a run. */
  static final String IMAGES = "disks";

  private static final String OWNER_FILE = "owner";
  private static final Pattern NETWORK = Pattern.compile("\\btg[nb](\\d+)(?:-\\d+)?\\b");
  private static final Pattern LOOP_MOUNT =
      Pattern.compile("^(?:\\S+ ){4}(\\S+) .* - ext4 /dev/(loop\\d+) ");

  private Leftovers() {}

  /** Removes what there is; nothing where this process may not, or has not the programs. */
  static void remove() {
    if (Tool.canRun("ip")) {
      removeNetworks();
    }
    if (Tool.canRun("umount")) {
      removeMounts();
    }
  }

  /** Writes down whose the images in a folder are. */
  static void claim(Path images) {
    try {
      Files.writeString(images.resolve(OWNER_FILE), identity(ProcessHandle.current()));
    } catch (IOException e) {
      throw new EngineException("Cannot write into " + images, e);
    }
  }

  private static String identity(ProcessHandle process) {
    return process.pid()
        + " "
        + process.info().startInstant().map(Object::toString).orElse("unknown");
  }

  private static void removeNetworks() {
    for (String line : Tool.run("ip", "netns", "list").lines().toList()) {
      if (isWithoutOwner(line)) {
        Tool.run("ip", "netns", "del", line.split(" ")[0]);
      }
    }
    for (String line : Tool.run("ip", "-o", "link", "show", "type", "bridge").lines().toList()) {
      if (isWithoutOwner(line)) {
        Tool.run("ip", "link", "del", line.split(": ")[1]);
      }
    }
  }

  private static boolean isWithoutOwner(String line) {
    Matcher owner = NETWORK.matcher(line);
    return owner.find() && ProcessHandle.of(Long.parseLong(owner.group(1))).isEmpty();
  }

  private static void removeMounts() {
    for (String line : lines(Path.of("/proc/self/mountinfo"))) {
      Matcher mount = LOOP_MOUNT.matcher(line);
      if (mount.find() && isWithoutOwner(image(mount.group(2)))) {
        Tool.run("umount", "--lazy", mount.group(1));
      }
    }
  }

  private static Optional<Path> image(String loop) {
    return lines(Path.of("/sys/block", loop, "loop", "backing_file")).stream()
        .findFirst()
        .map(Path::of);
  }

  private static boolean isWithoutOwner(Optional<Path> image) {
    Path folder = image.map(Path::getParent).orElse(Path.of(""));
    if (!Objects.toString(folder.getFileName(), "").equals(IMAGES)) {
      return false;
    }
    Optional<String> owner = lines(folder.resolve(OWNER_FILE)).stream().findFirst();
    return owner.isPresent() && !isAlive(owner.get());
  }

  private static boolean isAlive(String identity) {
    return ProcessHandle.of(Long.parseLong(identity.split(" ")[0]))
        .filter(process -> identity(process).equals(identity))
        .isPresent();
  }

  /** Of a file that may not be there. */
  private static List<String> lines(Path file) {
    try {
      return Files.exists(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException e) {
      throw new EngineException("Cannot read " + file, e);
    }
  }
}
