using Fairlead.Model.Pods;

namespace Fairlead.Agent.Journal;

/// <summary>What all records of a journal say together.</summary>
public sealed class JournalState
{
    private readonly Dictionary<AttachmentId, PodAttachment> _attachments = [];
    private readonly SortedDictionary<string, ChangedSetting> _settings = new(StringComparer.Ordinal);

    private readonly SortedSet<string> _dropIns = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<AttachmentId, PodAttachment> Attachments => _attachments;

    public IReadOnlyDictionary<string, ChangedSetting> Settings => _settings;

    /// <summary>Files of ours among those of other programs.</summary>
    public IReadOnlyCollection<string> DropIns => _dropIns;

    /// <summary>Empty until the first agent has written here.</summary>
    public string Life { get; private set; } = "";

    public int ReservedIndex { get; private set; }

    public static JournalState Of(IEnumerable<JournalRecord> records)
    {
        var state = new JournalState();
        foreach (var record in records)
        {
            state.Apply(record);
        }

        return state;
    }

    public void Apply(JournalRecord record)
    {
        switch (record)
        {
            case AttachmentPut put:
                _attachments[put.Attachment.Id] = put.Attachment;
                break;
            case AttachmentRemoved removed:
                _attachments.Remove(removed.Id);
                break;
            case KernelLife life:
                Life = life.Identity;
                break;
            case IndexesReserved reserved:
                ReservedIndex = reserved.UpTo;
                break;
            case SettingSaved { OldValue: null } restored:
                _settings.Remove(restored.Setting);
                break;
            case SettingSaved saved:
                // What we found first is what was there before us; what a later agent finds is our own doing.
                _settings[saved.Setting] = new ChangedSetting(_settings.GetValueOrDefault(saved.Setting)?.OldValue ?? saved.OldValue, saved.NewValue);
                break;
            case DropInWritten { IsGone: true } gone:
                _dropIns.Remove(gone.Path);
                break;
            case DropInWritten file:
                _dropIns.Add(file.Path);
                break;
            default:
                throw new ArgumentException($"unknown journal record {record.GetType().Name}", nameof(record));
        }
    }

    /// <summary>The shortest list of records that says the same.</summary>
    public IReadOnlyList<JournalRecord> ToRecords() =>
    [
        .. Life.Length == 0 ? [] : new JournalRecord[] { new KernelLife(Life) },
        .. ReservedIndex == 0 ? [] : new JournalRecord[] { new IndexesReserved(ReservedIndex) },
        .. _settings.Select(setting => new SettingSaved(setting.Key, setting.Value.OldValue, setting.Value.NewValue)),
        .. _dropIns.Select(path => new DropInWritten(path)),
        .. _attachments.Values.OrderBy(attachment => attachment.HostIndex).Select(attachment => new AttachmentPut(attachment)),
    ];
}
