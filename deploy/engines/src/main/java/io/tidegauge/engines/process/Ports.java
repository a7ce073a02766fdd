package io.tidegauge.engines.process;

import io.tidegauge.engines.Engine;
import io.tidegauge.engines.EngineException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** Ports on the loopback interface. */
public final class Ports {
  /** Below those that the kernel gives to outgoing connections, which would take them again. */
  private static final int FIRST = 20_000;

  private static final int COUNT = 12_000;
  private static final AtomicInteger NEXT =
      new AtomicInteger(new SplittableRandom().nextInt(COUNT));

  private Ports() {}

  /**
   * The port that an engine is to listen on.
   *
   * @param wanted the port asked for, 0 for a free one
   * @throws EngineException when it is taken; names the port, the engine and what changes it
   */
  public static int claim(Engine engine, int wanted) {
    return claim(engine.title(), engine.portFlag(), engine.portVariable(), wanted);
  }

  /**
   * The port that something is to listen on.
   *
   * @param title what listens, for the message
   * @param flag the launcher's flag that changes the port
   * @param variable the environment variable that changes the port
   * @param wanted the port asked for, 0 for a free one
   * @throws EngineException when it is taken
   */
  public static int claim(String title, String flag, String variable, int wanted) {
    if (wanted == 0) {
      return free();
    }
    try {
      bind(wanted);
      return wanted;
    } catch (IOException e) {
      throw new EngineException(
          "Port %d, wanted for %s, is taken by another process. Stop that process, or choose another port with %s PORT or %s=PORT."
              .formatted(wanted, title, flag, variable),
          e);
    }
  }

  /**
   * A free port, another one each time. It is bound much later, by somebody else: until then no
   * outgoing connection of this machine takes it.
   */
  public static int free() {
    for (int attempt = 0; attempt < COUNT; attempt++) {
      int port = FIRST + Math.floorMod(NEXT.getAndIncrement(), COUNT);
      try {
        bind(port);
        return port;
      } catch (IOException taken) {
        continue;
      }
    }
    throw new EngineException(
        "No free TCP port from %d to %d on the loopback interface"
            .formatted(FIRST, FIRST + COUNT - 1));
  }

  private static void bind(int port) throws IOException {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }
  }
}
