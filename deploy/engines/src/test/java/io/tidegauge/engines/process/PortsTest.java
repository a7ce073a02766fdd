package io.tidegauge.engines.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegauge.engines.EngineException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PortsTest {
  private static final int FIRST_OF_OUTGOING_CONNECTIONS = 32_768;

  @Test
  void freePortsAreDifferentAndNotThoseOfOutgoingConnections() {
    Set<Integer> ports = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      ports.add(Ports.claim("a test", "--test-port", "TEST_PORT", 0));
    }

    assertThat(ports).hasSize(100).allMatch(port -> port < FIRST_OF_OUTGOING_CONNECTIONS);
  }

  @Test
  void aTakenPortIsNamedWithWhatChangesIt() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();

      assertThatThrownBy(() -> Ports.claim("a test", "--test-port", "TEST_PORT", port))
          .isInstanceOf(EngineException.class)
          .hasMessageContaining("Port " + port)
          .hasMessageContaining("--test-port");
    }
  }
}
