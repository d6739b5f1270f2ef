using System.Buffers;

namespace Fairlead.Agent.Journal;

/// <summary>Records that go to the disk with one sync.</summary>
internal sealed class JournalGroup
{
    public List<JournalRecord> Records { get; } = [];

    public bool Written { get; set; }

    public string? Error { get; set; }

    public Exception? Cause { get; set; }

    public static ArrayBufferWriter<byte> Encode(IReadOnlyList<JournalRecord> records)
    {
        var output = new ArrayBufferWriter<byte>(512 * Math.Max(1, records.Count));
        foreach (var record in records)
        {
            JournalFrame.Write(output, JournalRecordCodec.Write(record));
        }

        return output;
    }
}
