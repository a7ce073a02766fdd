package io.tidegauge.processor.revise;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The reviser: computes closed windows again that late samples fall in.
 *
 * @param enabled whether this process runs one
 * @param group its consumer group
 */
@ConfigurationProperties("tidegauge.processor.reviser")
public record ReviserProperties(
    @DefaultValue("true") boolean enabled, @DefaultValue("tidegauge-reviser") String group) {

  /** Checks the values. */
  public ReviserProperties {
    if (group.isBlank()) {
      throw new IllegalArgumentException(
          "tidegauge.processor.reviser.group is empty, set it to a name");
    }
  }
}
