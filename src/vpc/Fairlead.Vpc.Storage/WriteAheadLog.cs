using System.Buffers.Binary;

namespace Fairlead.Vpc.Storage;

/// <summary>
/// What is in the file beside a state file that SQLite appends changes to (sqlite.org/fileformat2.html, section 4). SQLite takes whatever
/// follows a damaged place for a torn tail and forgets it; only one change can be torn, so more than one behind the damage were whole.
/// </summary>
internal sealed class WriteAheadLog
{
    private const int HeaderLength = 32;
    private const int FrameHeaderLength = 24;

    private readonly List<bool> _ends = [];

    private WriteAheadLog()
    {
    }

    /// <summary>Whether there is such a file, an empty one too.</summary>
    public bool Exists { get; private init; }

    /// <summary>The header is not what SQLite would have written.</summary>
    public bool IsDamaged { get; private init; }

    public static WriteAheadLog Read(string path)
    {
        if (!File.Exists(path))
        {
            return new WriteAheadLog();
        }

        var log = new WriteAheadLog { Exists = true };

        using var file = File.OpenRead(path);
        Span<byte> header = stackalloc byte[HeaderLength];
        if (file.ReadAtLeast(header, HeaderLength, throwOnEndOfStream: false) < HeaderLength)
        {
            return log;
        }

        var page = BinaryPrimitives.ReadUInt32BigEndian(header[8..]);
        if (!IsWhole(header) || page is < 512 or > 65536)
        {
            return new WriteAheadLog { Exists = true, IsDamaged = file.Length > HeaderLength + FrameHeaderLength };
        }

        log.ReadFrames(file, header[16..24].ToArray(), page);
        return log;
    }

    /// <param name="valid">Frames that SQLite took.</param>
    public bool HasLostChanges(long valid) => _ends.Skip((int)valid).Count(isEnd => isEnd) > 1;

    /// <param name="valid">Frames that SQLite took.</param>
    public bool HasTornTail(long valid) => _ends.Count > valid;

    private void ReadFrames(FileStream file, byte[] salts, uint page)
    {
        Span<byte> frame = stackalloc byte[FrameHeaderLength];
        while (file.ReadAtLeast(frame, FrameHeaderLength, throwOnEndOfStream: false) == FrameHeaderLength && frame[8..16].SequenceEqual(salts))
        {
            // Only the last page of a change says how large the database is after it.
            _ends.Add(BinaryPrimitives.ReadUInt32BigEndian(frame[4..]) != 0);
            file.Seek(page, SeekOrigin.Current);
        }
    }

    private static bool IsWhole(ReadOnlySpan<byte> header)
    {
        var isBigEndian = (BinaryPrimitives.ReadUInt32BigEndian(header) & 1) == 1;
        uint a = 0, b = 0;
        for (var i = 0; i < 24; i += 8)
        {
            a += Word(header[i..], isBigEndian) + b;
            b += Word(header[(i + 4)..], isBigEndian) + a;
        }

        return a == BinaryPrimitives.ReadUInt32BigEndian(header[24..]) && b == BinaryPrimitives.ReadUInt32BigEndian(header[28..]);
    }

    private static uint Word(ReadOnlySpan<byte> at, bool isBigEndian) =>
        isBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(at) : BinaryPrimitives.ReadUInt32LittleEndian(at);
}
