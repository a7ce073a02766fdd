package io.tidegauge.ingest;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts the ingest gateway. Its settings: ingest.yml. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class IngestApplication {

  /** Runs the gateway until it is told to stop. */
  public static void main(String[] args) {
    application().run(args);
  }

  /** The application, not started yet; for an installation that runs several services together. */
  public static SpringApplication application() {
    return new SpringApplicationBuilder(IngestApplication.class)
        .properties("spring.config.name=ingest")
        .build();
  }
}
