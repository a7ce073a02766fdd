package io.tidegauge.processor;

import io.tidegauge.contract.time.ServiceClock;
import io.tidegauge.processor.config.InstallationProperties;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;

/** Starts the processor: windows, live hand-over and the sinks. Its settings: processor.yml. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class ProcessorApplication {

  /** Runs the processor until it is told to stop. */
  public static void main(String[] args) {
    application().run(args);
  }

  /** The application, not started yet. */
  public static SpringApplication application() {
    return new SpringApplicationBuilder(ProcessorApplication.class)
        .properties("spring.config.name=processor")
        .build();
  }

  @Bean
  ServiceClock serviceClock(InstallationProperties installation) {
    return installation.clock().toServiceClock();
  }
}
