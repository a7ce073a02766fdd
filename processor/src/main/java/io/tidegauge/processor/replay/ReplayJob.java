package io.tidegauge.processor.replay;

/**
 * A replay.
 *
 * @param id its generation
 */
record ReplayJob(long id, ReplayRequest request, ReplayBounds bounds, ReplayStep step) {

  String toText() {
    return request.from()
        + "|"
        + request.to()
        + "|"
        + (request.tenant() == null ? "" : request.tenant())
        + "|"
        + (request.metric() == null ? "" : request.metric())
        + "|"
        + bounds.toText()
        + "|"
        + request.source();
  }

  /** Tenants and metrics have no bar in their names. */
  static ReplayJob ofText(long id, ReplayStep step, String text) {
    String[] parts = text.split("\\|", -1);
    return new ReplayJob(
        id,
        new ReplayRequest(
            Long.parseLong(parts[0]),
            Long.parseLong(parts[1]),
            parts[2].isEmpty() ? null : parts[2],
            parts[3].isEmpty() ? null : parts[3],
            // Noted since there is a choice.
            parts.length < 6 ? ReplaySource.RAW : ReplaySource.valueOf(parts[5])),
        ReplayBounds.ofText(parts[4]),
        step);
  }

  ReplayJob at(ReplayStep next) {
    return new ReplayJob(id, request, bounds, next);
  }
}
