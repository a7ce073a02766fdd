package io.tidegauge.ingest.admission;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What a sample must keep to.
 *
 * @param maxLabels labels of a series, the metric name included
 * @param maxNameLength bytes of a metric or label name
 * @param maxValueLength bytes of a label value
 * @param maxAhead how far ahead of the gateway's clock a timestamp may be
 * @param maxFamilies metric families whose type is remembered, per tenant
 * @param maxDetails refused samples of one request that are reported one by one; the rest is
 *     counted
 * @param maxOriginal bytes of a refused sample's original that are kept
 * @param maxOriginals originals kept per tenant and second
 * @param seriesCache about how much memory the series take that are known by the bytes of their
 *     labels, so that these are not read again: some 400 bytes each; 0 to know none
 */
@ConfigurationProperties("tidegauge.ingest.admission")
public record AdmissionProperties(
    @DefaultValue("64") int maxLabels,
    @DefaultValue("512") int maxNameLength,
    @DefaultValue("2048") int maxValueLength,
    @DefaultValue("10m") Duration maxAhead,
    @DefaultValue("20000") int maxFamilies,
    @DefaultValue("1000") int maxDetails,
    @DefaultValue("2KB") DataSize maxOriginal,
    @DefaultValue("100") int maxOriginals,
    @DefaultValue("96MB") DataSize seriesCache) {

  /** Checks the values. */
  public AdmissionProperties {
    check(maxLabels >= 1 && maxLabels <= 1000, "max-labels", maxLabels, "from 1 to 1000");
    check(
        maxNameLength >= 8 && maxNameLength <= 4096,
        "max-name-length",
        maxNameLength,
        "from 8 to 4096");
    check(
        maxValueLength >= 1 && maxValueLength <= 65536,
        "max-value-length",
        maxValueLength,
        "from 1 to 65536");
    check(!maxAhead.isNegative(), "max-ahead", maxAhead, "of 0 or more");
    check(maxFamilies >= 0, "max-families", maxFamilies, "of 0 or more");
    check(maxDetails >= 1, "max-details", maxDetails, "of 1 or more");
    check(
        maxOriginal.toBytes() >= 0 && maxOriginal.toKilobytes() <= 64,
        "max-original",
        maxOriginal,
        "from 0 to 64KB");
    check(maxOriginals >= 0, "max-originals", maxOriginals, "of 0 or more");
    check(
        seriesCache.toBytes() >= 0 && seriesCache.toGigabytes() <= 16,
        "series-cache",
        seriesCache,
        "from 0 to 16GB");
  }

  private static void check(boolean valid, String key, Object value, String range) {
    if (!valid) {
      throw new IllegalArgumentException(
          "tidegauge.ingest.admission." + key + " is " + value + ", set it to a value " + range);
    }
  }
}
