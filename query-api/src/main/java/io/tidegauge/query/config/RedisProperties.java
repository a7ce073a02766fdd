package io.tidegauge.query.config;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where answers of closed ranges are shared.
 *
 * @param uri address, such as redis://host:port
 * @param timeout after which a query goes on without the cache
 * @param answerTtl how long an answer is kept; a revision of a closed window shows after this
 * @param answerLimit size in bytes of the largest answer that is kept, compressed
 */
@ConfigurationProperties("tidegauge.redis")
public record RedisProperties(
    @DefaultValue("redis://localhost:6379") String uri,
    @DefaultValue("100ms") Duration timeout,
    @DefaultValue("30s") Duration answerTtl,
    @DefaultValue("1000000") int answerLimit) {

  /** Checks the values. */
  public RedisProperties {
    Check.notBlank("tidegauge.redis.uri", uri, "redis://host:port");
    Check.between("tidegauge.redis.timeout", timeout, Duration.ofMillis(1), Duration.ofSeconds(10));
    Check.between(
        "tidegauge.redis.answer-ttl", answerTtl, Duration.ofSeconds(1), Duration.ofHours(1));
    Check.between("tidegauge.redis.answer-limit", answerLimit, 0, 64_000_000);
  }
}
