package io.tidegauge.processor.sink.clickhouse;

import java.io.IOException;

/** ClickHouse's own refusal of a request. */
public final class ClickHouseException extends IOException {

  private static final long serialVersionUID = 1;

  /** No such database. */
  static final int UNKNOWN_DATABASE = 81;

  private final int code;

  ClickHouseException(int code, String message) {
    super(message);
    this.code = code;
  }

  /** ClickHouse's error code; 0 where it gave none. */
  public int code() {
    return code;
  }
}
