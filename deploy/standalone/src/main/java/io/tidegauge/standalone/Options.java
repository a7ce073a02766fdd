package io.tidegauge.standalone;

import io.tidegauge.engines.Engine;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code ./tidegauge up} was asked for. Flags win over environment variables, those over
 * defaults.
 *
 * @param data where everything is kept; empty for a temporary directory that goes with the process
 * @param separate whether every service is a process of its own
 * @param agent whether this machine's own metrics are sent
 * @param enginePorts the engines' ports, 0 for a free one
 * @param servicePorts the services' ports, 0 for a free one
 * @param settings further settings of the services, by key
 */
record Options(
    Optional<Path> data,
    boolean separate,
    boolean agent,
    Map<Engine, Integer> enginePorts,
    Map<ServicePort, Integer> servicePorts,
    Map<String, String> settings) {

  Options {
    enginePorts = Map.copyOf(enginePorts);
    servicePorts = Map.copyOf(servicePorts);
    settings = Map.copyOf(settings);
  }

  /**
   * Reads the command line.
   *
   * @throws UsageException when it cannot be understood
   */
  static Options parse(List<String> arguments, Map<String, String> environment) {
    Map<String, String> values = new LinkedHashMap<>();
    Map<String, String> settings = new LinkedHashMap<>();
    Deque<String> rest = new ArrayDeque<>(arguments);
    while (!rest.isEmpty()) {
      String argument = rest.removeFirst();
      switch (argument) {
        case "--ephemeral", "--separate", "--no-agent" -> values.put(argument, "");
        case "--set" -> putSetting(settings, value(argument, rest));
        default -> {
          int equals = argument.indexOf('=');
          String flag = equals < 0 ? argument : argument.substring(0, equals);
          checkKnown(flag);
          values.put(flag, equals < 0 ? value(flag, rest) : argument.substring(equals + 1));
        }
      }
    }
    if (values.containsKey("--ephemeral") && values.containsKey("--data")) {
      throw new UsageException(
          "--ephemeral keeps nothing and --data DIR keeps it: give one of them");
    }
    return new Options(
        data(values, environment),
        values.containsKey("--separate"),
        !values.containsKey("--no-agent"),
        enginePorts(values, environment),
        servicePorts(values, environment),
        settings);
  }

  private static void checkKnown(String flag) {
    boolean known = flag.equals("--data");
    for (Engine engine : Engine.values()) {
      known |= flag.equals(engine.portFlag());
    }
    for (ServicePort port : ServicePort.values()) {
      known |= flag.equals(port.flag());
    }
    if (!known) {
      throw new UsageException(
          "Unknown argument '" + flag + "'. ./tidegauge up --help lists what there is.");
    }
  }

  private static String value(String flag, Deque<String> rest) {
    if (rest.isEmpty() || rest.getFirst().startsWith("--")) {
      throw new UsageException(flag + " needs a value: " + flag + " VALUE");
    }
    return rest.removeFirst();
  }

  private static void putSetting(Map<String, String> settings, String setting) {
    int equals = setting.indexOf('=');
    if (equals < 1) {
      throw new UsageException(
          "--set needs KEY=VALUE, for example --set tidegauge.raw-retention=30d");
    }
    settings.put(setting.substring(0, equals), setting.substring(equals + 1));
  }

  private static Optional<Path> data(Map<String, String> values, Map<String, String> environment) {
    if (values.containsKey("--ephemeral")) {
      return Optional.empty();
    }
    String usual = environment.getOrDefault("TIDEGAUGE_DATA", ".tidegauge/data");
    return Optional.of(Path.of(values.getOrDefault("--data", usual)).toAbsolutePath().normalize());
  }

  private static Map<Engine, Integer> enginePorts(
      Map<String, String> values, Map<String, String> environment) {
    Map<Engine, Integer> ports = new EnumMap<>(Engine.class);
    for (Engine engine : Engine.values()) {
      ports.put(
          engine,
          port(values, environment, engine.portFlag(), engine.portVariable(), engine.usualPort()));
    }
    return ports;
  }

  private static Map<ServicePort, Integer> servicePorts(
      Map<String, String> values, Map<String, String> environment) {
    Map<ServicePort, Integer> ports = new EnumMap<>(ServicePort.class);
    for (ServicePort port : ServicePort.values()) {
      ports.put(port, port(values, environment, port.flag(), port.variable(), port.usualPort()));
    }
    return ports;
  }

  private static int port(
      Map<String, String> values,
      Map<String, String> environment,
      String flag,
      String variable,
      int usual) {
    String fromEnvironment = environment.getOrDefault(variable, "");
    String text =
        values.getOrDefault(
            flag, fromEnvironment.isBlank() ? Integer.toString(usual) : fromEnvironment);
    String source = values.containsKey(flag) ? flag : variable;
    try {
      int port = Integer.parseInt(text);
      if (port >= 0 && port <= 65535) {
        return port;
      }
    } catch (NumberFormatException e) {
      // The message below says the same.
    }
    throw new UsageException(
        "%s is '%s': give a port from 1 to 65535, or 0 for a free one".formatted(source, text));
  }
}
