package io.tidegauge.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegauge.engines.Engine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The launcher script, as far as it answers without building anything. */
class LauncherTest {
  private static final Path SCRIPT = Path.of("../../tidegauge").toAbsolutePath().normalize();

  @Test
  void helpNamesTheCommands() throws Exception {
    Result help = run(Map.of(), "--help");

    assertThat(help.code()).isZero();
    assertThat(help.output()).contains("up ", "test ", "build ", "COMMAND --help");
  }

  @Test
  void anUnknownCommandIsNamedAndEndsWithTwo() throws Exception {
    Result result = run(Map.of(), "upp");

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.output()).contains("unknown command 'upp'");
  }

  @Test
  void theHelpOfUpNamesEveryFlagAndVariable() throws Exception {
    String help = run(Map.of(), "up", "--help").output();

    assertThat(help)
        .contains("--data", "--ephemeral", "--separate", "--no-agent", "--set", "TIDEGAUGE_DATA")
        .contains(Stream.of(Engine.values()).map(Engine::portFlag).toList())
        .contains(Stream.of(Engine.values()).map(Engine::portVariable).toList())
        .contains(Stream.of(ServicePort.values()).map(ServicePort::flag).toList())
        .contains(Stream.of(ServicePort.values()).map(ServicePort::variable).toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"test", "build", "completion"})
  void theOtherCommandsHaveHelp(String command) throws Exception {
    Result help = run(Map.of(), command, "--help");

    assertThat(help.code()).isZero();
    assertThat(help.output()).contains("Usage: ./tidegauge " + command);
  }

  @Test
  void commandsAndTheirOptionsAreCompleted() throws Exception {
    assertThat(run(Map.of(), "__complete", "serv").output().lines()).containsExactly("servers");
    assertThat(run(Map.of(), "__complete", "up", "--no").output().lines())
        .containsExactly("--no-agent");
    assertThat(run(Map.of(), "completion", "bash").output()).contains("complete -o default -F");
    assertThat(run(Map.of(), "completion", "zsh").output()).contains("compdef _tidegauge");
    assertThat(run(Map.of(), "completion", "fish").code()).isEqualTo(2);
  }

  @Test
  void whatIsTypedIsCompletedAndNotRun(@TempDir Path directory) throws Exception {
    Path made = directory.resolve("made");

    Result result = run(Map.of(), "__complete", "up", "--x/y/;e touch " + made + " #=");

    assertThat(result.code()).isZero();
    assertThat(made).doesNotExist();
    assertThat(run(Map.of(), "__complete", "up", "--x[", "").output()).isEmpty();
  }

  @Test
  void withoutMavenItSaysWhatToInstall(@TempDir Path programs) throws Exception {
    for (String program : List.of("dirname", "readlink", "sed")) {
      Path script = programs.resolve(program);
      Files.writeString(script, "#!/bin/sh\nexec /usr/bin/" + program + " \"$@\"\n");
      assertThat(script.toFile().setExecutable(true)).isTrue();
    }
    String java = System.getProperty("java.home");
    Result result = run(Map.of("PATH", programs.toString(), "JAVA_HOME", java), "test");

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.output()).contains("Maven 3.8 or later is needed", "apt-get install maven");
  }

  private record Result(int code, String output) {}

  private static Result run(Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("/bin/bash", SCRIPT.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Result(process.waitFor(), output);
  }
}
