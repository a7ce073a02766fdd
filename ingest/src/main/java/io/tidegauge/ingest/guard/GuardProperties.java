package io.tidegauge.ingest.guard;

import io.tidegauge.guard.GuardLimits;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What clients may take of the HTTP port. A client is an address: behind a proxy that hides the
 * addresses of others the limits of one client are those of all.
 *
 * @param maxConnections connections over all clients
 * @param maxClientConnections connections of one client
 * @param maxClientRequests requests that one client may have open over HTTP/2, on all its
 *     connections
 * @param maxClientScrapes requests to /actuator that one client may have open
 * @param maxStreams requests at the same time on one connection over HTTP/2
 * @param maxResets streams of a connection that may be reset in 30 s, by either side
 * @param maxControlFrames settings, pings, priorities, resets and unknown frames that a connection
 *     may send in a second, or ten times as many window updates
 * @param headTimeout how long the head of a request may take to come
 * @param answerTimeout how long a client may take nothing of an answer
 * @param cutsToPause how often a client may be cut off for what it does within the pause before it
 *     is not let in for a while
 * @param pause how long a client that was cut off again and again is not let in; 0 for never
 */
@ConfigurationProperties("tidegauge.ingest.guard")
public record GuardProperties(
    @DefaultValue("10000") int maxConnections,
    @DefaultValue("1000") int maxClientConnections,
    @DefaultValue("2000") int maxClientRequests,
    @DefaultValue("4") int maxClientScrapes,
    @DefaultValue("100") int maxStreams,
    @DefaultValue("200") int maxResets,
    @DefaultValue("1000") int maxControlFrames,
    @DefaultValue("10s") Duration headTimeout,
    @DefaultValue("30s") Duration answerTimeout,
    @DefaultValue("3") int cutsToPause,
    @DefaultValue("10s") Duration pause) {

  /** As the guard takes them, checked. */
  GuardLimits limits() {
    return new GuardLimits(
            maxConnections,
            maxClientConnections,
            maxClientRequests,
            maxClientScrapes,
            maxStreams,
            maxResets,
            maxControlFrames,
            headTimeout,
            answerTimeout,
            cutsToPause,
            pause)
        .checked("tidegauge.ingest.guard");
  }
}
