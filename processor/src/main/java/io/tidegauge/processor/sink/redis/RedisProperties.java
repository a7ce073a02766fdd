package io.tidegauge.processor.sink.redis;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where Redis is.
 *
 * @param uri its address, such as {@code redis://host:port}
 */
@ConfigurationProperties("tidegauge.redis")
public record RedisProperties(@DefaultValue("redis://localhost:6379") String uri) {

  /** Checks the value. */
  public RedisProperties {
    if (!uri.startsWith("redis")) {
      throw new IllegalArgumentException(
          "tidegauge.redis.uri is '"
              + uri
              + "', set it to redis://host:port or rediss://host:port");
    }
  }
}
