package io.tidegauge.standalone;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** All services in this JVM, each with a Spring context of its own; they share nothing else. */
final class InProcessServices implements RunningServices {
  private static final Logger LOG = LoggerFactory.getLogger(InProcessServices.class);

  private final Map<Service, ConfigurableApplicationContext> contexts =
      new EnumMap<>(Service.class);

  /** Starts all of them in parallel. */
  static InProcessServices start(Settings settings, Map<ServicePort, Integer> ports) {
    InProcessServices services = new InProcessServices();
    Map<Service, Future<ConfigurableApplicationContext>> starts = new EnumMap<>(Service.class);
    try (ExecutorService threads =
        Executors.newThreadPerTaskExecutor(Thread.ofPlatform().name("start-", 0).factory())) {
      for (Service service : Service.values()) {
        starts.put(service, threads.submit(() -> run(service, settings, ports)));
      }
    }
    List<Throwable> failures = new ArrayList<>();
    starts.forEach((service, start) -> services.take(service, start, failures));
    if (failures.isEmpty()) {
      return services;
    }
    services.close();
    StartException failure =
        new StartException(rootMessage(failures.getFirst()), failures.getFirst());
    failures.stream().skip(1).forEach(failure::addSuppressed);
    throw failure;
  }

  private void take(
      Service service, Future<ConfigurableApplicationContext> start, List<Throwable> failures) {
    try {
      contexts.put(service, start.get());
    } catch (ExecutionException e) {
      failures.add(
          new StartException(
              "The " + service.configName() + " service did not start", e.getCause()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      failures.add(e);
    }
  }

  private static String rootMessage(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return failure.getMessage() + ": " + root.getMessage();
  }

  private static ConfigurableApplicationContext run(
      Service service, Settings settings, Map<ServicePort, Integer> ports)
      throws ClassNotFoundException {
    long start = System.nanoTime();
    SpringApplication application = new SpringApplication(Class.forName(service.mainClass()));
    application.setDefaultProperties(Map.of("spring.config.name", service.configName()));
    application.setBannerMode(Banner.Mode.OFF);
    // The standalone process stops services before engines, which Spring's hook does not know of.
    application.setRegisterShutdownHook(false);
    String[] arguments =
        Stream.concat(
                Arrays.stream(settings.asArguments()),
                Stream.of("--server.port=" + ports.get(service.port())))
            .toArray(String[]::new);
    ConfigurableApplicationContext context = application.run(arguments);
    LOG.info("{} is up after {} ms", service.configName(), (System.nanoTime() - start) / 1_000_000);
    return context;
  }

  /** A service's context. */
  ConfigurableApplicationContext context(Service service) {
    ConfigurableApplicationContext context = contexts.get(service);
    if (context == null) {
      throw new IllegalStateException(service + " is not running");
    }
    return context;
  }

  @Override
  public void close() {
    contexts.forEach(
        (service, context) -> {
          try {
            context.close();
            LOG.info("{} has stopped", service.configName());
          } catch (RuntimeException e) {
            LOG.error("{} did not stop cleanly", service.configName(), e);
          }
        });
  }
}
