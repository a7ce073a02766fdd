package io.tidegauge.ingest.testing;

import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * A path of the tests' gateways that answers only once a request is whole, and then not at once:
 * what a test does to an open stream must come before its end. Found as the gateway's own parts
 * are.
 */
@Configuration(proxyBeanMethods = false)
public class PatientRoute {

  /** Takes GET and POST. */
  public static final String PATH = "/testing/patient";

  private static final Duration DELAY = Duration.ofMillis(200);

  @Bean
  RouterFunction<ServerResponse> patient() {
    return RouterFunctions.route()
        .path(
            PATH,
            paths ->
                paths.route(
                    all -> true,
                    request ->
                        request
                            .bodyToFlux(byte[].class)
                            .then()
                            .then(ServerResponse.ok().bodyValue("whole").delaySubscription(DELAY))))
        .build();
  }
}
