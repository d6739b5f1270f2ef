using Fairlead.Vpc.Cloud;

namespace Fairlead.Vpc.Journal;

/// <summary>Where changes are written before they are answered.</summary>
public interface ICloudJournal
{
    /// <summary>Returns when the line would survive a crash. Lines come one at a time, in their order.</summary>
    /// <param name="next">What the line leads to.</param>
    /// <exception cref="JournalException">It could not be kept, and is not.</exception>
    void Write(JournalLine line, CloudState next);
}

/// <summary>A change could not be kept; the message says why, without a path.</summary>
public sealed class JournalException(string message, Exception? inner = null) : Exception(message, inner);
