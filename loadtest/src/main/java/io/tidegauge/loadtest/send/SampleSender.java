package io.tidegauge.loadtest.send;

import io.tidegauge.loadtest.model.LoadSample;
import java.util.List;
import reactor.core.publisher.Mono;

/** Sends samples over one protocol. Thread-safe. */
public interface SampleSender {

  /**
   * Sends samples. Completes when each of them is durable or finally refused; what was not
   * acknowledged is sent again. Ends in a {@link io.tidegauge.loadtest.http.CallException} when the
   * gateway cannot be had.
   */
  Mono<Outcome> send(List<LoadSample> samples);
}
