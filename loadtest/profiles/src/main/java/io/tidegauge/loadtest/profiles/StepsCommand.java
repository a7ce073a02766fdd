package io.tidegauge.loadtest.profiles;

import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code load steps}. */
@Command(
    name = "steps",
    description = {
      "Requests at one rate after the other, whether those before were answered or not. Up to"
          + " 10,000 a second none may fail and the p95 must be held; beyond that a refusal (429,"
          + " 503) is an answer too."
    })
final class StepsCommand extends ProfileCommand {

  private static final int MOST_RATE = 20_000;

  @Mixin private final FleetOptions fleet = new FleetOptions(500, 10);

  @Option(
      names = "--rates",
      split = ",",
      description =
          "requests a second, up to ten rates, each 1 to "
              + MOST_RATE
              + "; 100,1000,5000,10000,12000 unless given")
  private List<Integer> rates = List.of(100, 1000, 5000, 10_000, 12_000);

  @Option(
      names = "--seconds",
      description = "how long each rate is held, 2 to 600; ${DEFAULT-VALUE} unless given")
  private int seconds = 20;

  @Override
  Profile profile() {
    Range.check("--seconds", seconds, 2, 600);
    Range.check("number of --rates", rates.size(), 1, 10);
    rates.forEach(rate -> Range.check("--rates", rate, 1, MOST_RATE));
    if (rates.stream().distinct().count() < rates.size()) {
      throw new IllegalArgumentException("--rates has a rate twice, give each once");
    }
    return new StepsProfile(
        target(),
        new Agents(fleet.bodies(), target()),
        rates,
        Duration.ofSeconds(seconds),
        limit());
  }
}
