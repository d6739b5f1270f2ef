using Fairlead.Vpc.Cloud;

namespace Fairlead.Vpc.Journal;

/// <summary>Where changes are written before they are answered.</summary>
public interface ICloudJournal
{
    /// <summary>Returns when the lines would survive a crash. Calls come one at a time, lines in their order.</summary>
    /// <param name="next">What the lines lead to.</param>
    /// <exception cref="JournalException">They could not be kept, and none of them is.</exception>
    void Write(IReadOnlyList<JournalLine> lines, CloudState next);
}

/// <summary>A change could not be kept; the message says why, without a path.</summary>
public sealed class JournalException(string message, Exception? inner = null) : Exception(message, inner);
