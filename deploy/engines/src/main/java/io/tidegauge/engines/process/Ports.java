package io.tidegauge.engines.process;

import io.tidegauge.engines.Engine;
import io.tidegauge.engines.EngineException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Ports on the loopback interface. */
public final class Ports {
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
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted));
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new EngineException(
          "Port %d, wanted for %s, is taken by another process. Stop that process, or choose another port with %s PORT or %s=PORT."
              .formatted(wanted, title, flag, variable),
          e);
    }
  }

  /** Any free port. */
  public static int free() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new EngineException("No free TCP port on the loopback interface", e);
    }
  }
}
