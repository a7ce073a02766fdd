package io.tidegauge.loadtest.chaos.cluster;

import io.tidegauge.engines.Engines;
import io.tidegauge.engines.process.ChildProcess;
import io.tidegauge.engines.process.Place;
import io.tidegauge.engines.process.Ports;
import io.tidegauge.standalone.Service;
import io.tidegauge.standalone.ServicePort;
import io.tidegauge.standalone.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Starts services as processes, with the settings of an installation of three machines.
 *
 * @param directory where each service has a folder
 * @param engines that they use
 * @param places where they live
 * @param equipment whose settings win over these
 * @param caches that they start with
 */
record ServiceLauncher(
    Path directory, Engines engines, Places places, Cluster.Equipment equipment, AotCaches caches) {

  /**
   * What a run uses instead of the defaults. The three times of a failover are set on purpose: a
   * silent processor loses its partitions after the session timeout, what it left open is aborted
   * after the transaction timeout, and a standby has the state already.
   */
  static final Map<String, String> DEFAULTS =
      Map.of(
          "tidegauge.partitions", Integer.toString(Cluster.PARTITIONS),
          "tidegauge.kafka.replication-factor", "3",
          "tidegauge.processor.standbys", "1",
          "tidegauge.processor.session-timeout", "6s",
          "tidegauge.processor.transaction-timeout", "10s",
          "tidegauge.processor.commit-interval", "2s",
          "tidegauge.redis.answer-ttl", "1s");

  Member start(Role role, int number) {
    return start(role, number, List.of());
  }

  /** The flags win over the usual ones. */
  Member start(Role role, int number, List<String> flags) {
    Service service = service(role);
    String name = role.label() + "-" + number;
    Path folder = Cluster.folder(directory, name);
    Map<ServicePort, Integer> ports = new EnumMap<>(ServicePort.class);
    for (ServicePort port : ServicePort.values()) {
      ports.put(port, Ports.free());
    }
    Map<String, String> further = new HashMap<>(DEFAULTS);
    further.put("tidegauge.processor.instance-id", name);
    further.putAll(equipment.settings());
    skew(name, further);
    Place place = places.of(name);
    further.put("tidegauge.ingest.grpc.address", place.host());
    Map<String, String> environment =
        new HashMap<>(
            Settings.of(engines, ports, folder.resolve("state"), further).asEnvironment());
    int port = ports.getOrDefault(service.port(), 0);
    environment.put("SERVER_PORT", Integer.toString(port));
    environment.put("SERVER_ADDRESS", place.host());
    environment.put("CLASSPATH", System.getProperty("java.class.path"));
    ChildProcess process =
        ChildProcess.start(
            new ChildProcess.Spec(
                name, command(place, service, flags), folder, environment, ChildProcess.End.KILL));
    process.keepAlive();
    return new Member(name, role, process, place.host(), port, "/actuator/health/readiness");
  }

  private void skew(String name, Map<String, String> settings) {
    if (name.equals("ingest-2") && !equipment.skew().isZero()) {
      String offset = settings.getOrDefault("tidegauge.clock.offset", "0s").replace("s", "");
      settings.put(
          "tidegauge.clock.offset", Long.parseLong(offset) + equipment.skew().toSeconds() + "s");
    }
  }

  private static Service service(Role role) {
    return switch (role) {
      case INGEST -> Service.INGEST;
      case PROCESSOR -> Service.PROCESSOR;
      case QUERY -> Service.QUERY;
      default -> throw new IllegalArgumentException(role + " is no service");
    };
  }

  private List<String> command(Place place, Service service, List<String> flags) {
    List<String> command = new ArrayList<>(place.prefix());
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(equipment.compilation());
    command.addAll(caches.flags(service));
    command.addAll(
        List.of(
            "-Xmx384m",
            "-XX:+UseSerialGC",
            "-XX:+ExitOnOutOfMemoryError",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Dlogging.config=classpath:chaos-logback.xml"));
    command.addAll(flags);
    command.add(service.mainClass());
    return command;
  }
}
