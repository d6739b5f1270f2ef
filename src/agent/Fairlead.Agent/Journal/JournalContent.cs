using System.Text.Json;

namespace Fairlead.Agent.Journal;

/// <summary>What became of a journal file since it was written.</summary>
public enum JournalDamage
{
    None,

    /// <summary>The last record was cut off by a crash; nobody was ever answered on the strength of it.</summary>
    TornTail,

    /// <summary>A record is damaged and whole ones follow it: something that was answered may be missing.</summary>
    Corrupt,
}

/// <summary>A journal file as read: the records that are whole, in their order.</summary>
/// <param name="GoodLength">Octets up to the first damage.</param>
public sealed record JournalContent(IReadOnlyList<JournalRecord> Records, long GoodLength, JournalDamage Damage)
{
    public static JournalContent Read(ReadOnlySpan<byte> file)
    {
        var records = new List<JournalRecord>();
        var at = 0;
        var goodLength = -1;
        while (at < file.Length)
        {
            if (TryReadRecord(file[at..], records, out var length))
            {
                at += length;
                continue;
            }

            goodLength = goodLength < 0 ? at : goodLength;
            var next = JournalFrame.FindNext(file[at..]);
            if (next < 0)
            {
                break;
            }

            at += next;
        }

        return new JournalContent(records, goodLength < 0 ? file.Length : goodLength, DamageOf(file.Length, at, goodLength));
    }

    private static JournalDamage DamageOf(int length, int readTo, int goodLength) =>
        goodLength < 0 ? JournalDamage.None
        : readTo == goodLength && readTo < length ? JournalDamage.TornTail
        : JournalDamage.Corrupt;

    private static bool TryReadRecord(ReadOnlySpan<byte> octets, List<JournalRecord> records, out int length)
    {
        length = 0;
        if (!JournalFrame.TryRead(octets, out var body))
        {
            return false;
        }

        length = JournalFrame.HeaderLength + body.Length;
        try
        {
            // A kind that a newer agent wrote is skipped: going back a version must not cost the attachments.
            if (JournalRecordCodec.Read(body) is { } record)
            {
                records.Add(record);
            }

            return true;
        }
        catch (Exception error) when (error is JsonException or FormatException or KeyNotFoundException or InvalidOperationException)
        {
            return false;
        }
    }
}
