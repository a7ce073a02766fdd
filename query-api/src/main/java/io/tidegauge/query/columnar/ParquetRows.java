package io.tidegauge.query.columnar;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/**
 * Rows as a Parquet file, its pages compressed with Zstandard. A row group is written when it is
 * full; the footer, with the watermark, comes last. Keeps the open row group on the heap and
 * nothing that has to be closed. Not thread-safe.
 */
public final class ParquetRows {

  /** Rows of a row group at the most. */
  static final int ROW_GROUP_ROWS = 65_536;

  private static final long ROW_GROUP_BYTES = 16 << 20;
  private static final int PAGE_BYTES = 256 << 10;

  private final ParquetChunks chunks = new ParquetChunks();
  private final ParquetWriter<Row> writer;

  /** A file of a table. */
  public ParquetRows(Table table) {
    try {
      writer =
          new ParquetTable.Builder(chunks, table)
              .withConf(new PlainParquetConfiguration())
              .withCodecFactory(new ZstdPages())
              .withCompressionCodec(CompressionCodecName.ZSTD)
              .withRowGroupSize(ROW_GROUP_BYTES)
              .withRowGroupRowCountLimit(ROW_GROUP_ROWS)
              .withPageSize(PAGE_BYTES)
              .build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Adds rows, and gives the bytes that are ready; none while the row group is not full. */
  public byte[] batch(List<Row> rows) {
    try {
      for (Row row : rows) {
        writer.write(row);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return chunks.take();
  }

  /** The last row group and the footer. Nothing can be added after this. */
  public byte[] end() {
    try {
      writer.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return chunks.take();
  }
}
