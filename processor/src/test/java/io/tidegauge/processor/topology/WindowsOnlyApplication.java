package io.tidegauge.processor.topology;

import io.tidegauge.contract.time.ServiceClock;
import io.tidegauge.processor.config.InstallationProperties;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;

/**
 * The processor without its sinks: what these tests are about needs Kafka alone. Not marked as a
 * configuration, or the whole processor would find it when it is started by a test.
 */
@EnableAutoConfiguration
@EnableConfigurationProperties({InstallationProperties.class, ProcessorProperties.class})
@ComponentScan({"io.tidegauge.processor.topology", "io.tidegauge.processor.live"})
public class WindowsOnlyApplication {

  /** Runs until killed. */
  public static void main(String[] args) {
    application().run(args);
  }

  static ConfigurableApplicationContext start(
      String bootstrapServers, Path stateDir, String... more) {
    List<String> arguments = arguments(bootstrapServers, stateDir);
    for (String setting : more) {
      String key = setting.substring(0, setting.indexOf('=') + 1);
      arguments.removeIf(known -> known.startsWith(key));
      arguments.add(setting);
    }
    return application().run(arguments.toArray(String[]::new));
  }

  /** Settings of the tests: short times, and a clock that is not taken for the true time. */
  static List<String> arguments(String bootstrapServers, Path stateDir) {
    return new ArrayList<>(
        List.of(
            "--server.port=0",
            "--spring.main.banner-mode=off",
            "--logging.level.root=WARN",
            "--logging.level.io.tidegauge=INFO",
            "--tidegauge.kafka.bootstrap-servers=" + bootstrapServers,
            "--tidegauge.partitions=" + SamplesFeed.PARTITIONS,
            "--tidegauge.clock.offset=1s",
            "--tidegauge.processor.state-dir=" + stateDir,
            "--tidegauge.processor.commit-interval=300ms",
            "--tidegauge.processor.session-timeout=6s"));
  }

  private static SpringApplication application() {
    return new SpringApplicationBuilder(WindowsOnlyApplication.class)
        .properties("spring.config.name=processor")
        .registerShutdownHook(false)
        .build();
  }

  @Bean
  ServiceClock serviceClock(InstallationProperties installation) {
    return installation.clock().toServiceClock();
  }
}
