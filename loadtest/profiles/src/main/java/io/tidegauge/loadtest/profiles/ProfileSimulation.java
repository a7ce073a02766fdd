package io.tidegauge.loadtest.profiles;

import io.gatling.javaapi.core.Simulation;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The profile that was given last, as Gatling wants it: it makes simulations itself, of a class
 * without arguments, and names a run by the class.
 */
public abstract class ProfileSimulation extends Simulation {

  private static final AtomicReference<@Nullable Profile> NEXT = new AtomicReference<>();

  ProfileSimulation() {
    Profile profile = Objects.requireNonNull(NEXT.get(), "no profile was given");
    setUp(profile.populations()).maxDuration(profile.longest()).assertions(profile.thresholds());
  }

  /** The next simulation is of this one. */
  static void give(Profile profile) {
    NEXT.set(profile);
  }

  /** {@code load steady}. */
  public static final class Steady extends ProfileSimulation {
    /** Made by Gatling. */
    public Steady() {}
  }

  /** {@code load high}. */
  public static final class High extends ProfileSimulation {
    /** Made by Gatling. */
    public High() {}
  }

  /** {@code load spike}. */
  public static final class Spike extends ProfileSimulation {
    /** Made by Gatling. */
    public Spike() {}
  }

  /** {@code load steps}. */
  public static final class Steps extends ProfileSimulation {
    /** Made by Gatling. */
    public Steps() {}
  }

  /** {@code load subscribers}. */
  public static final class Subscribers extends ProfileSimulation {
    /** Made by Gatling. */
    public Subscribers() {}
  }

  /** {@code load day}. */
  public static final class Day extends ProfileSimulation {
    /** Made by Gatling. */
    public Day() {}
  }

  /** {@code load soak}. */
  public static final class Soak extends ProfileSimulation {
    /** Made by Gatling. */
    public Soak() {}
  }

  /** {@code load breakpoint}. */
  public static final class Breakpoint extends ProfileSimulation {
    /** Made by Gatling. */
    public Breakpoint() {}
  }
}
