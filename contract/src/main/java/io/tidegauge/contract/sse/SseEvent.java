package io.tidegauge.contract.sse;

/**
 * An event.
 *
 * @param type {@code message} where the stream names none
 * @param data lines joined by LF
 * @param lastEventId what to come back with
 */
public record SseEvent(String type, String data, String lastEventId) {}
