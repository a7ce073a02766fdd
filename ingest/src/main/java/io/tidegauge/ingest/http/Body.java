package io.tidegauge.ingest.http;

/**
 * A request's body as bytes.
 *
 * @param bytes may be longer than the body
 * @param length bytes of the body, from 0
 */
public record Body(byte[] bytes, int length) {}
