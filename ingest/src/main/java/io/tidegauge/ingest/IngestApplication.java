package io.tidegauge.ingest;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts the ingest gateway. Its settings: ingest.yml. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class IngestApplication {

  static {
    // Reactor Netty 1.3.7 may stop reading a connection over HTTP/1.1 whose client sends its next
    // request very soon (its issues 4347 and 4361). With this it ends the last request first.
    System.setProperty("reactor.netty.http.server.lastFlushWhenNoRead", "true");
  }

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
