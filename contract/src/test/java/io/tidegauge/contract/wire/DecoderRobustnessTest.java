package io.tidegauge.contract.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.tidegauge.contract.live.LiveCodec;
import io.tidegauge.contract.live.TestBatches;
import io.tidegauge.contract.reject.RejectRecord;
import io.tidegauge.contract.revision.RevisionRecord;
import io.tidegauge.contract.revision.TestRevisions;
import io.tidegauge.contract.rollup.RollupCodec;
import io.tidegauge.contract.rollup.RollupRecord;
import io.tidegauge.contract.samples.TestRecords;
import io.tidegauge.contract.series.MetricKind;
import io.tidegauge.contract.series.SeriesId;
import io.tidegauge.contract.testing.Rollups;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/**
 * Whatever the bytes, a decoder gives a record, a {@link MalformedRecordException} or, where its
 * first field says so, an {@link UnknownVersionException}, and allocates no more than in proportion
 * to its input.
 */
class DecoderRobustnessTest {

  /** The worst: an empty message of two bytes becomes an object with its maps and lists. */
  private static final long ALLOCATION_PER_BYTE = 512;

  private static final long ALLOCATION_ANYWAY = 256 * 1024;

  private static final List<Consumer<byte[]>> DECODERS =
      List.of(
          bytes -> RollupCodec.read(new ProtoReader().reset(bytes, 0, bytes.length)),
          RollupRecord::read,
          LiveCodec::decode,
          RejectRecord::decode,
          RevisionRecord::decode,
          TestRecords::readAll);

  @Property(tries = 20_000)
  void arbitraryBytesAreARecordOrMalformed(@ForAll byte[] bytes) {
    DECODERS.forEach(decoder -> decode(decoder, bytes));
  }

  @Property(tries = 20_000)
  void mutatedRecordsAreARecordOrMalformed(@ForAll("records") byte[] bytes, @ForAll Random random) {
    byte[] mutated = mutate(bytes, random);

    DECODERS.forEach(decoder -> decode(decoder, mutated));
  }

  @Test
  void lengthsThatPromiseMoreThanThereIsAllocateNothing() {
    for (int field = 1; field <= 20; field++) {
      for (long length : new long[] {1 << 20, Integer.MAX_VALUE, 1L << 40, -1}) {
        ProtoWriter out = new ProtoWriter(16);
        out.varint(((long) field << 3) | ProtoReader.LENGTH_DELIMITED);
        out.varint(length);
        out.varint(1);
        DECODERS.forEach(decoder -> decode(decoder, out.toByteArray()));
      }
    }
  }

  @Test
  void aSliceMustLieInTheBuffer() {
    ProtoReader reader = new ProtoReader();
    for (int[] slice : new int[][] {{-1, 1}, {0, 5}, {4, 1}, {1, -1}, {2, Integer.MAX_VALUE}}) {
      assertThat(
              org.assertj.core.api.Assertions.catchThrowable(
                  () -> reader.reset(new byte[4], slice[0], slice[1])))
          .isInstanceOf(MalformedRecordException.class);
    }
  }

  @Provide
  Arbitrary<byte[]> records() {
    return Arbitraries.oneOf(
        TestRecords.bytes(),
        TestBatches.batches().map(LiveCodec::encode),
        TestRevisions.revisions().map(RevisionRecord::encode),
        Rollups.rollups()
            .map(
                rollup -> {
                  ProtoWriter out = new ProtoWriter(64);
                  new RollupRecord.OfSeries("t", new SeriesId(1, 2), "m", MetricKind.GAUGE, rollup)
                      .write(out);
                  return out.toByteArray();
                }));
  }

  private static void decode(Consumer<byte[]> decoder, byte[] bytes) {
    long most = ALLOCATION_ANYWAY + ALLOCATION_PER_BYTE * bytes.length;
    long allocated = allocated(decoder, bytes);
    if (allocated >= most) {
      allocated = allocated(decoder, bytes); // the first time may have linked what it calls
    }
    assertThat(allocated)
        .as("bytes allocated for a record of %s bytes", bytes.length)
        .isLessThan(most);
  }

  private static long allocated(Consumer<byte[]> decoder, byte[] bytes) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    try {
      decoder.accept(bytes);
    } catch (MalformedRecordException | UnknownVersionException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
    return threads.getCurrentThreadAllocatedBytes() - before;
  }

  private static byte[] mutate(byte[] bytes, Random random) {
    byte[] mutated = bytes.clone();
    for (int i = 0, n = random.nextInt(4); i <= n && mutated.length > 0; i++) {
      int at = random.nextInt(mutated.length);
      switch (random.nextInt(4)) {
        case 0 -> mutated[at] = (byte) random.nextInt();
        case 1 -> mutated[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> mutated = Arrays.copyOf(mutated, at);
        default -> {
          int to = Math.min(mutated.length, at + 1 + random.nextInt(10));
          Arrays.fill(mutated, at, to, random.nextBoolean() ? (byte) 0xFF : 0);
        }
      }
    }
    return mutated;
  }
}
