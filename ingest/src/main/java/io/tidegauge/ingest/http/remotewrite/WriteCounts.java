package io.tidegauge.ingest.http.remotewrite;

import io.tidegauge.ingest.http.SamplesDecoder;

/** A decoder that knows how many of which kind it handed over and were accepted. */
interface WriteCounts extends SamplesDecoder {

  /** Plain samples that were accepted. */
  long samples();

  /** Native histograms of which every part was accepted. */
  long histograms();
}
