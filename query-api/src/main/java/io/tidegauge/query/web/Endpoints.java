package io.tidegauge.query.web;

import java.util.List;

/** A bean that serves some operations. */
public interface Endpoints {

  /** The operations. */
  List<Endpoint> endpoints();
}
