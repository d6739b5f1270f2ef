using Fairlead.Lab.Pods;
using Fairlead.Lab.Processes;

namespace Fairlead.Lab.Kubelets;

/// <summary>The command of a pod's first container, run in the pod with the node's programs; started again when it ends.</summary>
internal sealed class PodCommand : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly PodSandbox _pod;
    private readonly IReadOnlyList<string> _command;
    private HeldProcess? _process;
    private bool _isOver;

    public PodCommand(PodSandbox pod, IReadOnlyList<string> command)
    {
        (_pod, _command) = (pod, command);
        Start();
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _isOver = true;
            _process?.Kill();
        }
    }

    private void Start()
    {
        lock (_lock)
        {
            if (_isOver)
            {
                return;
            }

            // The pod has the node's files: the log is found there.
            _process = HeldProcess.StartLogged(depth: 0, $"/run/fairlead-lab/pod-{_pod.Request.Name}.log", Enter.Host(_pod.Pid), _command);
            _process.WhenEnded(() => Task.Delay(Pause).ContinueWith(_ => Start(), TaskScheduler.Default));
        }
    }
}
