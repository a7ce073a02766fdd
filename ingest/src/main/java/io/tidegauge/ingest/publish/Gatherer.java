package io.tidegauge.ingest.publish;

import io.tidegauge.contract.topic.RecordKind;
import java.time.InstantSource;
import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Gathers admitted series into one record per (tenant, partition, kind), over a few milliseconds or
 * some tens of KiB, whichever comes first. Thread-safe: a partition's record has a lock of its own,
 * held for one series at a time. One thread of its own sends what has lingered long enough; it
 * sleeps while nothing is gathered.
 */
public final class Gatherer implements AutoCloseable {

  /** A series with more samples is spread over several records. */
  private static final int SAMPLES_AT_ONCE = 4096;

  private final SamplesPublisher publisher;
  private final InstantSource clock;
  private final InFlightBytes inFlight;
  private final int partitions;
  private final int recordBytes;
  private final long lingerNanos;
  private final int maxTenants;
  private final WriterPool writers = new WriterPool();
  private final ConcurrentHashMap<String, Slot[]> tenants = new ConcurrentHashMap<>();
  // Bounded by the slots: a slot has one open record, and enters once per record.
  private final LinkedBlockingQueue<Opened> opened = new LinkedBlockingQueue<>();
  private final Thread flusher;
  private volatile boolean closed;

  private record Opened(Slot slot, GatheredRecord record) {}

  private static final class Slot {
    private @Nullable GatheredRecord open;
  }

  /** Starts gathering for a publisher. */
  public Gatherer(
      SamplesPublisher publisher,
      InstantSource clock,
      InFlightBytes inFlight,
      int partitions,
      PublishProperties properties) {
    this.publisher = publisher;
    this.clock = clock;
    this.inFlight = inFlight;
    this.partitions = partitions;
    this.recordBytes = Math.toIntExact(properties.recordSize().toBytes());
    this.lingerNanos = properties.linger().toNanos();
    this.maxTenants = properties.maxTenants();
    this.flusher =
        Thread.ofPlatform().daemon().name("tidegauge-gather").unstarted(this::flushWhatLingered);
    flusher.start();
  }

  /** The number of partitions of the samples topic. */
  public int partitions() {
    return partitions;
  }

  /** How many tenants have slots. */
  public int activeTenants() {
    return tenants.size();
  }

  /** How many records are gathering. */
  public int openRecords() {
    return opened.size();
  }

  /** Whether the log confirms what is sent; if not, requests are to be sent again later. */
  public boolean available() {
    return publisher.available();
  }

  /** Whether too much is in flight for another request; then it is to be sent again later. */
  public boolean overloaded() {
    return inFlight.exhausted();
  }

  /**
   * Adds a series to the record of its tenant, partition and kind.
   *
   * @param durability told when the record is durable
   */
  public void add(
      String tenant, int partition, RecordKind kind, SeriesSource series, Durability durability) {
    Slot slot = slots(tenant)[2 * partition + (kind == RecordKind.OBSERVATIONS ? 1 : 0)];
    int samples = series.sampleCount();
    for (int from = 0; from < samples; from += SAMPLES_AT_ONCE) {
      int to = Math.min(samples, from + SAMPLES_AT_ONCE);
      addTo(slot, tenant, partition, kind, series, from, to, durability);
    }
  }

  /** A record for the observations of one producer batch, not shared with any other request. */
  public IdentifiedBatch identified(String tenant, ProducerBatch batch, Durability durability) {
    return new IdentifiedBatch(this, tenant, batch, durability);
  }

  GatheredRecord newRecord(
      String tenant, int partition, RecordKind kind, @Nullable ProducerBatch batch) {
    return new GatheredRecord(tenant, partition, kind, batch, clock.millis(), writers, inFlight);
  }

  void publish(GatheredRecord record) {
    publisher.publish(record);
  }

  /** Sends everything that is still gathering and stops. */
  @Override
  public void close() {
    closed = true;
    flusher.interrupt();
    for (Opened left = opened.poll(); left != null; left = opened.poll()) {
      send(left);
    }
  }

  private void addTo(
      Slot slot,
      String tenant,
      int partition,
      RecordKind kind,
      SeriesSource series,
      int from,
      int to,
      Durability durability) {
    GatheredRecord fresh = null;
    GatheredRecord full = null;
    synchronized (slot) {
      GatheredRecord record = slot.open;
      if (record == null) {
        record = newRecord(tenant, partition, kind, null);
        fresh = record;
        slot.open = record;
      }
      if (record.add(series, from, to, durability) >= recordBytes || closed) {
        full = record;
        slot.open = null;
      }
    }
    if (full != null) {
      publisher.publish(full);
    } else if (fresh != null) {
      Opened entry = new Opened(slot, fresh);
      opened.add(entry);
      if (closed) {
        send(entry);
      }
    }
  }

  private Slot[] slots(String tenant) {
    Slot[] slots = tenants.get(tenant);
    if (slots != null) {
      return slots;
    }
    if (tenants.size() >= maxTenants) {
      forgetIdle(tenants.values());
    }
    return tenants.computeIfAbsent(
        tenant,
        name -> {
          Slot[] created = new Slot[2 * partitions];
          for (int i = 0; i < created.length; i++) {
            created[i] = new Slot();
          }
          return created;
        });
  }

  /**
   * Slots without an open record can be forgotten at any time: a request that still holds one only
   * gathers apart from the next. Tenants that are not idle are bounded by the bytes in flight.
   */
  private static void forgetIdle(Collection<Slot[]> all) {
    all.removeIf(
        slots -> {
          for (Slot slot : slots) {
            synchronized (slot) {
              if (slot.open != null) {
                return false;
              }
            }
          }
          return true;
        });
  }

  private void flushWhatLingered() {
    try {
      while (!closed) {
        Opened next = opened.take();
        long wait = next.record().openedNanos() + lingerNanos - System.nanoTime();
        while (wait > 0 && !closed) {
          LockSupport.parkNanos(wait);
          wait = next.record().openedNanos() + lingerNanos - System.nanoTime();
        }
        send(next);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed: the thread ends here
    }
  }

  private void send(Opened lingered) {
    Slot slot = lingered.slot();
    synchronized (slot) {
      if (slot.open != lingered.record()) {
        return; // it was full before, and has been sent
      }
      slot.open = null;
    }
    publisher.publish(lingered.record());
  }
}
