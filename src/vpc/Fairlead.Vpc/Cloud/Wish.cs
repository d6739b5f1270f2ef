using System.Runtime.ExceptionServices;
using Fairlead.Vpc.Journal;
using Fairlead.Vpc.Machine;

namespace Fairlead.Vpc.Cloud;

/// <summary>A change that somebody waits for.</summary>
internal sealed class Wish(CloudEntry entry)
{
    private CloudStep? _step;
    private ExceptionDispatchInfo? _bug;

    public CloudEntry Entry { get; } = entry;

    public bool IsDone => _step is not null || _bug is not null;

    /// <summary>What came of it; throws what was thrown meanwhile, which is a bug of ours.</summary>
    public CloudStep Result
    {
        get
        {
            _bug?.Throw();
            return _step!;
        }
    }

    public void Answer(CloudStep step) => _step = step;

    public void Fail(Exception bug) => _bug = ExceptionDispatchInfo.Capture(bug);
}
