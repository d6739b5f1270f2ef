using Fairlead.Agent.Journal;

namespace Fairlead.Agent.Pods;

/// <summary>
/// Interface indexes that no link has had since the kernel started. With explicit ones, keys and routes that name a link can
/// be written together with it; and with none used twice, nothing that is late can hit another pod's link.
/// </summary>
public sealed class InterfaceIndexes
{
    /// <summary>Far above what the kernel counts up to by itself, so that the two never meet.</summary>
    public const int First = 1 << 20;

    // One record of the journal for so many pods. A kill loses the rest of a block: 2^31 / 4096 restarts are half a million.
    private const int Block = 4096;

    private readonly NodeJournal _journal;
    private readonly Lock _lock = new();
    private int _next;
    private int _reserved;

    /// <param name="seen">Indexes of links that are there now, and of attachments that were journalled.</param>
    public InterfaceIndexes(NodeJournal journal, int reserved, IEnumerable<int> seen)
    {
        _journal = journal;
        _next = Math.Max(First, Math.Max(reserved, seen.Where(index => index >= First).DefaultIfEmpty(0).Max()) + 1);
        _reserved = _next - 1;
    }

    /// <exception cref="IOException">A new block cannot be journalled.</exception>
    public int Next()
    {
        lock (_lock)
        {
            if (_next > _reserved)
            {
                _journal.Append(new IndexesReserved(_next + Block - 1));
                _reserved = _next + Block - 1;
            }

            return _next++;
        }
    }
}
