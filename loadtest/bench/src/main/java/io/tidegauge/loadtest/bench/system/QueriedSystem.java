package io.tidegauge.loadtest.bench.system;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;

/** A system that takes samples and answers questions about them over HTTP. */
public interface QueriedSystem extends AutoCloseable {

  /**
   * Starts a peer with its data in a new directory.
   *
   * @throws io.tidegauge.engines.EngineException where it does not start
   */
  static QueriedSystem start(Peer peer, Path directory) throws InterruptedException {
    return new PromQl(peer.start(directory));
  }

  /** What takes the samples. */
  SystemUnderTest store();

  /** The ids of the processes that answer, by what they do. */
  Map<String, Long> processes();

  /** Where it is asked over HTTP. */
  InetSocketAddress address();

  /**
   * The path of a question, with its query.
   *
   * @param fresh whether no cache of answers may have it; asked for again it is another path then,
   *     where that is what it takes
   */
  String path(RangeQuestion question, boolean fresh);

  /** What an answer says. */
  RangeAnswer read(byte[] body, RangeQuestion question);

  /** How many answers came from a cache so far, as it says; 0 where it does not say. */
  long kept() throws InterruptedException;

  /** Ends it. */
  @Override
  void close();
}
