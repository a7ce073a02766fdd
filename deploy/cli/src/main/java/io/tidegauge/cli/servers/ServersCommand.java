package io.tidegauge.cli.servers;

import io.tidegauge.cli.CommandFailedException;
import io.tidegauge.cli.Commands;
import io.tidegauge.cli.ExitCodes;
import io.tidegauge.cli.api.Api;
import io.tidegauge.cli.api.ApiOptions;
import io.tidegauge.cli.api.Call;
import io.tidegauge.cli.api.Json;
import io.tidegauge.cli.output.TextLines;
import io.tidegauge.cli.terminal.Environment;
import io.tidegauge.cli.terminal.Terminal;
import io.tidegauge.cli.terminal.TerminalOptions;
import io.tidegauge.cli.terminal.Times;
import io.tidegauge.cli.terminal.Watch;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code tidegauge servers}: the fleet, or one server of it. */
@Command(
    sortOptions = false,
    mixinStandardHelpOptions = true,
    description = "The fleet, the worst first; with an ID all that is known of one server.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  servers --watch",
      "  servers --state critical,warning --sort cpu",
      "  servers --fail-on warning >/dev/null || echo look at it",
      "  servers web-1"
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:answered",
      "1:a server is as bad as --fail-on says, or there is no server of that ID",
      "2:wrong arguments",
      "3:the service cannot be reached"
    })
public final class ServersCommand implements Callable<Integer> {

  private static final String EVENTS = "10";

  private final Environment environment;

  @Parameters(paramLabel = "ID", arity = "0..1", description = "one server")
  private @Nullable String id;

  @Option(
      names = "--state",
      paramLabel = "critical|warning|stale|gone|healthy",
      split = ",",
      description = "only servers in these states")
  private Set<ServerState> states = Set.of();

  @Option(
      names = "--sort",
      paramLabel = "state|id|cpu|memory|load|series|seen",
      description = "by what to sort; state (the worst first) unless given")
  private ServerOrder order = ServerOrder.state;

  @Option(
      names = "--fail-on",
      paramLabel = "critical|warning|stale|gone",
      description =
          "exit code 1 where a server is in this state or, in this order, in a worse one; with"
              + " --watch, as soon as one is")
  private @Nullable ServerState failOn;

  @Mixin private Watch watch = new Watch();
  @Mixin private ApiOptions address = new ApiOptions();
  @Mixin private TerminalOptions output = new TerminalOptions();
  @Spec private @Nullable CommandSpec spec;

  ServersCommand(Environment environment) {
    this.environment = environment;
  }

  /** Runs the command and exits. */
  public static void main(String[] args) {
    Environment environment = Environment.system();
    CommandLine line = Commands.inUtf8(commandLine(environment));
    System.exit(environment.interrupt().guard(() -> line.execute(args)));
  }

  static CommandLine commandLine(Environment environment) {
    return Commands.commandLine("servers", new ServersCommand(environment));
  }

  @Override
  public Integer call() throws InterruptedException {
    if (id != null && !states.isEmpty()) {
      throw new CommandFailedException("give an ID or --state, not both");
    }
    CommandLine line = Objects.requireNonNull(spec).commandLine();
    Terminal terminal = output.terminal(environment);
    try (Api api = address.connect()) {
      return watch.run(
          out -> id == null ? fleet(api, terminal, out) : one(api, id, terminal, out),
          ExitCodes.BAD,
          terminal,
          environment.interrupt(),
          line);
    }
  }

  private int fleet(Api api, Terminal terminal, TextLines out) {
    ObjectNode answer = api.json(Call.to("servers"));
    List<Server> servers =
        answer
            .path("servers")
            .valueStream()
            .map(Server::of)
            .filter(server -> states.isEmpty() || states.contains(server.state()))
            .sorted(order.comparator())
            .toList();
    if (output.json()) {
      out.line(only(servers, answer).toString());
    } else if (servers.isEmpty()) {
      out.line(
          states.isEmpty()
              ? "no servers yet: one appears with its first sample; README.md shows how to send one"
              : "no server is in this state");
    } else {
      FleetTable.print(servers, environment.clock().instant(), terminal, out);
      if (Json.text(answer.path("metadata")).equals("unavailable")) {
        out.line("");
        out.line(
            "PostgreSQL is away: only servers with live series, without what was noted of them");
      }
    }
    return servers.stream().anyMatch(this::fails) ? ExitCodes.BAD : ExitCodes.OK;
  }

  /** The API's answer with its own objects of these servers, in their order. */
  private static JsonNode only(List<Server> servers, ObjectNode answer) {
    ArrayNode chosen = answer.putArray("servers");
    servers.forEach(server -> chosen.add(server.json()));
    return answer;
  }

  private int one(Api api, String server, Terminal terminal, TextLines out) {
    ObjectNode answer = api.json(Call.to("servers", server));
    JsonNode events = events(api, server);
    Server read = Server.of(answer);
    if (output.json()) {
      answer.set("events", events.isArray() ? events : answer.arrayNode());
      out.line(answer.toString());
    } else {
      new ServerPage(terminal, out, new Times(environment.zone()), environment.clock().instant())
          .print(read, events);
    }
    return fails(read) ? ExitCodes.BAD : ExitCodes.OK;
  }

  /** The newest; nothing where the service has none, or cannot tell now. */
  private static JsonNode events(Api api, String server) {
    try {
      return api.find(Call.to("events").with("server", server).with("limit", EVENTS))
          .map(json -> json.path("events"))
          .orElseGet(Json::nothing);
    } catch (CommandFailedException e) {
      return Json.nothing();
    }
  }

  private boolean fails(Server server) {
    return failOn != null && server.state().isAsBadAs(failOn);
  }
}
