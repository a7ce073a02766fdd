package io.tidegauge.query;

import io.tidegauge.contract.time.ServiceClock;
import io.tidegauge.query.config.InstallationProperties;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;

/** Starts the query API. Its settings: query.yml. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class QueryApplication {

  /** Runs the query API until it is told to stop. */
  public static void main(String[] args) {
    application().run(args);
  }

  /** The application, not started yet. */
  public static SpringApplication application() {
    return new SpringApplicationBuilder(QueryApplication.class)
        .properties("spring.config.name=query")
        .build();
  }

  @Bean
  ServiceClock serviceClock(InstallationProperties installation) {
    return installation.clock().toServiceClock();
  }
}
