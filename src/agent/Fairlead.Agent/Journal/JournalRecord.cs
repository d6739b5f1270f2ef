using Fairlead.Model.Pods;

namespace Fairlead.Agent.Journal;

/// <summary>One fact that must outlive the agent. Later records of the same thing replace earlier ones.</summary>
public abstract record JournalRecord;

/// <summary>The pod has these addresses from now on.</summary>
public sealed record AttachmentPut(PodAttachment Attachment) : JournalRecord;

/// <summary>The pod's interface is gone, its addresses are free to rest.</summary>
public sealed record AttachmentRemoved(AttachmentId Id) : JournalRecord;

/// <summary>
/// Which life of the kernel the records after this one belong to. Interface indexes and network namespaces of another
/// life mean nothing.
/// </summary>
/// <param name="Identity">Boot id and the node's own network namespace.</param>
public sealed record KernelLife(string Identity) : JournalRecord;

/// <summary>
/// Interface indexes up to this one may have been used in this life of the kernel, also by an ADD that was killed before
/// it was journalled. Written ahead in blocks, so that an ADD costs no record of its own.
/// </summary>
public sealed record IndexesReserved(int UpTo) : JournalRecord;

/// <summary>A foreign setting as it was before it was changed, so that uninstalling restores it.</summary>
/// <param name="Setting">A sysctl below /proc/sys (<c>net/ipv4/ip_forward</c>) or a chain's policy (<c>forward-policy/legacy/ip</c>).</param>
/// <param name="OldValue">The value found; null when the setting has been restored and is ours no longer.</param>
/// <param name="NewValue">What it was set to: whoever has changed it since wants it otherwise, and keeps it.</param>
public sealed record SettingSaved(string Setting, string? OldValue, string NewValue = "") : JournalRecord;

/// <summary>A file of ours among those of another program of the node.</summary>
/// <param name="Path">Absolute, as the agent sees it.</param>
/// <param name="IsGone">It has been taken away.</param>
public sealed record DropInWritten(string Path, bool IsGone = false) : JournalRecord;

/// <summary>What became of a foreign setting: as it was found first, and as it was set last.</summary>
public sealed record ChangedSetting(string OldValue, string NewValue);
