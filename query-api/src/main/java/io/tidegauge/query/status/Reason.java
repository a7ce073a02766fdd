package io.tidegauge.query.status;

import io.tidegauge.query.breaker.StoreState.Condition;
import io.tidegauge.query.config.StatusProperties;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import tools.jackson.core.JsonGenerator;

/**
 * Why the status is not OK: what a page words in its own language, and a sentence for who does not.
 *
 * @param code which one
 * @param details what it is about, by name: words and whole numbers, the latter as {@link Long}
 * @param text the sentence, in English
 */
record Reason(Code code, Map<String, Object> details, String text) {

  /** Copies, in the order given. */
  Reason {
    details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
  }

  /** Every reason; the name in answers. */
  enum Code {
    /** No round has been done since the start. */
    NOT_GATHERED,
    /** A store does not answer. */
    STORE_DOWN,
    /** A store did not answer, and is tried again. */
    STORE_RECOVERING,
    /** Live state is being read. */
    LIVE_NOT_READY,
    /** The refusals of the last hour are being read. */
    REJECTS_NOT_READY,
    /** This tenant's refusals are not counted: there are too many tenants. */
    REJECTS_NOT_COUNTED,
    /** A topic is not there. */
    TOPIC_MISSING,
    /** A topic may not be seen. */
    TOPIC_FORBIDDEN,
    /** Partitions of a topic do not say how far they are. */
    PARTITIONS_SILENT,
    /** A consumer group may not be seen. */
    GROUP_FORBIDDEN,
    /** A consumer's records wait longer than they may. */
    LAG,
    /** The newest live entry is older than it may be. */
    FRESHNESS;

    /** The word in answers. */
    String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  static Reason notGathered() {
    return new Reason(
        Code.NOT_GATHERED, Map.of(), "Nothing has been gathered yet: ask again in a few seconds.");
  }

  /** Of a store that is not up. */
  static Reason store(StoreReport store) {
    boolean down = store.condition() == Condition.DOWN;
    return new Reason(
        down ? Code.STORE_DOWN : Code.STORE_RECOVERING,
        Map.of("store", store.name()),
        store.name()
            + (down ? " does not answer: " : " did not answer and is tried again: ")
            + store.loss()
            + ".");
  }

  static Reason liveNotReady() {
    return new Reason(
        Code.LIVE_NOT_READY,
        Map.of(),
        "Live state is still being read: there are no watermarks, freshness and rate of samples"
            + " yet.");
  }

  static Reason rejectsNotReady() {
    return new Reason(
        Code.REJECTS_NOT_READY, Map.of(), "The refusals of the last hour are still being read.");
  }

  static Reason rejectsNotCounted() {
    return new Reason(
        Code.REJECTS_NOT_COUNTED,
        Map.of(),
        "More tenants have refusals than are counted, and yours is not among them: raise"
            + " tidegauge.query.status.tenants.");
  }

  static Reason topicMissing(String topic) {
    return new Reason(
        Code.TOPIC_MISSING,
        Map.of("topic", topic),
        "The topic " + topic + " is not there: the processor makes it when it starts.");
  }

  static Reason topicForbidden(String topic) {
    return new Reason(
        Code.TOPIC_FORBIDDEN,
        Map.of("topic", topic),
        "This node may not see the topic " + topic + ": allow it Describe.");
  }

  /** Of some of a topic's partitions. */
  static Reason partitionsSilent(String topic, long silent, long all) {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("topic", topic);
    details.put("silent", silent);
    details.put("partitions", all);
    return new Reason(
        Code.PARTITIONS_SILENT,
        details,
        silent
            + " of "
            + all
            + " partitions of "
            + topic
            + (silent == 1 ? " does not say how far it is" : " do not say how far they are")
            + ": see whether all brokers run.");
  }

  static Reason groupForbidden(String group) {
    return new Reason(
        Code.GROUP_FORBIDDEN,
        Map.of("group", group),
        "This node may not see the consumer group " + group + ": allow it Describe.");
  }

  /** Of the partition in which a consumer's oldest record waits. */
  static Reason lag(PipelineConsumer consumer, PipelineReport.Lag worst, StatusProperties limits) {
    long seconds = Duration.ofNanos(worst.ageNanos()).toSeconds();
    long limit = limits.lag().toSeconds();
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("consumer", consumer.label());
    details.put("topic", consumer.topic().label());
    details.put("partition", (long) worst.partition());
    details.put("records", worst.records());
    details.put("seconds", seconds);
    details.put("limit", limit);
    return new Reason(
        Code.LAG,
        details,
        String.format(
            Locale.ROOT,
            "%s is behind: in partition %d of %s %s for it, for %d s; the limit is %d s.",
            consumer.label(),
            worst.partition(),
            consumer.topic().label(),
            worst.records() == 1 ? "1 record waits" : worst.records() + " records wait",
            seconds,
            limit));
  }

  /** Of the newest live entry. */
  static Reason freshness(double age, StatusProperties limits) {
    long seconds = Math.round(age);
    long limit = limits.freshness().toSeconds();
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("seconds", seconds);
    details.put("limit", limit);
    return new Reason(
        Code.FRESHNESS,
        details,
        String.format(
            Locale.ROOT,
            "The newest live entry is %d s old, the limit is %d s: see whether a gateway and a"
                + " processor run.",
            seconds,
            limit));
  }

  /** Writes an object. */
  void write(JsonGenerator json) {
    json.writeStartObject().writeStringProperty("reason", code.label());
    details.forEach(
        (name, value) -> {
          if (value instanceof Long number) {
            json.writeNumberProperty(name, number);
          } else {
            json.writeStringProperty(name, value.toString());
          }
        });
    json.writeStringProperty("text", text).writeEndObject();
  }
}
