using System.Security.Cryptography;
using Fairlead.Agent.Cluster;
using Fairlead.Agent.Cni;
using Fairlead.Agent.Cni.Verbs;
using Fairlead.Agent.Configuration;
using Fairlead.Agent.Deletions;
using Fairlead.Agent.DropIns;
using Fairlead.Agent.Journal;
using Fairlead.Agent.Log;
using Fairlead.Agent.Node;
using Fairlead.Agent.Pods;
using Fairlead.Agent.Questions;
using Fairlead.Agent.Reports;
using Fairlead.Agent.Server;
using Fairlead.AgentApi;
using Fairlead.Linux.Namespaces;
using Fairlead.Planning.Doctor;
using Fairlead.Reconciliation;

namespace Fairlead.Agent;

/// <summary>
/// The agent of one node. It serves from the first moment, and says what it waits for until it can do more: a configuration, an
/// uplink, the first sight of the kernel.
/// </summary>
public sealed class NodeAgent : IDisposable
{
    // How long a call waits for an agent that has only just begun; plug-ins wait longer.
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan DeletionPause = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan RoundEvery = TimeSpan.FromSeconds(1);

    // While runtimes wait for the first look at the kernel to be over.
    private static readonly TimeSpan StartingRoundEvery = TimeSpan.FromMilliseconds(10);

    private readonly AgentPaths _paths;
    private readonly TimeProvider _clock;
    private readonly NodeLog _log;
    private readonly NetworkNamespace _node;
    private readonly ConfigurationSource _configuration;
    private readonly DeletionInbox _deletions;
    private readonly NodeJournal _journal;
    private readonly InstanceLock _lock;
    private readonly RequestListener _listener;
    private readonly CniDispatch _cni;
    private readonly AgentQuestions _questions;
    private readonly ManualResetEventSlim _ready = new(false);
    private readonly TaskCompletionSource _broken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly AutoResetEvent _wake = new(false);
    private readonly Thread _rounds;
    private NodeEngine? _engine;
    private ClusterLink? _cluster;
    private volatile string _obstacle = "the agent has only just been started";
    private volatile bool _stopping;

    /// <summary>An agent of the namespace that this process was started in.</summary>
    /// <exception cref="IOException">Another agent runs on the state folder, or the folders cannot be made.</exception>
    public NodeAgent(AgentPaths paths, TimeProvider clock, Action<LogLine> write)
        : this(paths, clock, write, NetworkNamespace.Current())
    {
    }

    private NodeAgent(AgentPaths paths, TimeProvider clock, Action<LogLine> write, NetworkNamespace node)
    {
        _node = node;
        _paths = paths;
        _clock = clock;
        _log = new NodeLog(clock, write);
        StateFolders.Make(paths);
        _lock = InstanceLock.Take(paths.Lock);
        _journal = NodeJournal.Open(paths.Journal, clock);
        _configuration = new ConfigurationSource(paths.Configuration, Environment.MachineName);
        _deletions = new DeletionInbox(paths.Deletions, _log);
        _cni = new CniDispatch(Run, _log);
        _questions = new AgentQuestions(() => _engine, () => _obstacle, Report);
        _listener = new RequestListener(paths.Socket, Serve, Note);
        _rounds = new Thread(Rounds) { IsBackground = true, Name = "rounds" };
    }

    /// <summary>Ends when something inside is broken beyond repair: the program must be started again then.</summary>
    public Task Completion => _broken.Task;

    /// <summary>An agent of another namespace.</summary>
    /// <param name="node">From here on the agent's.</param>
    /// <inheritdoc cref="NodeAgent(AgentPaths, TimeProvider, Action{LogLine})"/>
    public static NodeAgent In(NetworkNamespace node, AgentPaths paths, TimeProvider clock, Action<LogLine> write) => new(paths, clock, write, node);

    public void Start()
    {
        _log.Say("journal", _journal.Opening.ToString());
        _listener.Start();
        _rounds.Start();
    }

    /// <summary>Waits until pods can be attached.</summary>
    /// <returns>False when that took longer than the time given.</returns>
    public bool WaitUntilReady(TimeSpan patience) => _ready.Wait(patience);

    /// <summary>Stops serving and watching. The pods stay as they are.</summary>
    public void Dispose()
    {
        _listener.Dispose();
        _stopping = true;
        _wake.Set();
        if (_rounds.ThreadState.HasFlag(ThreadState.Unstarted) is false)
        {
            _rounds.Join();
        }

        _cluster?.Dispose();
        _engine?.Dispose();
        _journal.Dispose();
        _node.Dispose();
        _lock.Dispose();
    }

    private AgentReply Serve(AgentRequest request)
    {
        if (request.Body.Span[0] == (byte)'C')
        {
            return _cni.Serve(request.Body[1..], request.Descriptor);
        }

        ReceivedDescriptor.Close(request.Descriptor);
        return request.Body.Span[0] == ControlClient.Kind
            ? _questions.Serve(request.Body.Span[1..])
            : AgentReply.Failure("{\"error\":\"unknown kind of request\"}"u8.ToArray());
    }

    private byte[] Run(CniInvocation call)
    {
        if (call.Command == "STATUS")
        {
            return StatusVerb.Run(call, Obstacles());
        }

        if (!_ready.Wait(StartPatience) || _engine is not { } engine)
        {
            throw new CniException(CniErrorCode.TryAgainLater, "the agent cannot serve yet", _obstacle);
        }

        return call.Command switch
        {
            "ADD" => Add(engine, call),
            "DEL" => DelVerb.Run(engine.Pods, call),
            "CHECK" => CheckVerb.Run(engine, call),
            "GC" => GcVerb.Run(engine.Pods, engine.Register, engine.Evidence, call),
            _ => throw new CniException(CniErrorCode.InvalidEnvironment, $"CNI_COMMAND {call.Command}"),
        };
    }

    private AgentReport Report() => new RunningReport(_paths, _configuration, _journal).Write(_engine, _ready.IsSet, Obstacles());

    private byte[] Add(NodeEngine engine, CniInvocation call)
    {
        // A deletion that was left while the agent was slow is of the sandbox before this one, whatever its id.
        var id = CniEnvironment.Attachment(call);
        while (_deletions.TakeUp(engine.Pods.TryDetach).Contains(id))
        {
            // The ADD that it is to end is still under way.
            Thread.Sleep(DeletionPause);
        }

        return AddVerb.Run(engine.Pods, call, _node);
    }

    private List<string> Obstacles()
    {
        var obstacles = new List<string>();
        if (_engine is not { } engine || !_ready.IsSet)
        {
            obstacles.Add(_obstacle);
        }
        else if (engine.Lack is { Length: > 0 } lack)
        {
            obstacles.Add(lack);
        }

        if (_journal.Failure is { } failure)
        {
            obstacles.Add(failure);
        }

        return obstacles;
    }

    private void Rounds()
    {
        try
        {
            while (!_stopping)
            {
                Round();
                AwaitRound();
            }
        }
        catch (Exception bug)
        {
            _broken.TrySetException(bug);
        }
    }

    /// <summary>Waits for the next round. What somebody has said before that is looked at at once.</summary>
    private void AwaitRound()
    {
        var due = Environment.TickCount64 + (long)(_engine is null || _ready.IsSet ? RoundEvery : StartingRoundEvery).TotalMilliseconds;
        while (!_stopping && due - Environment.TickCount64 is > 0 and var left && _wake.WaitOne((int)left))
        {
            if (_engine is { } engine && !_stopping)
            {
                Try("node", engine.Look);
            }
        }
    }

    /// <summary>What is looked at every second, each by itself: one that fails does not keep the others from their turn.</summary>
    private void Round()
    {
        LookAtConfiguration();
        if (_engine is not { } engine)
        {
            return;
        }

        Try("deletions", () => _deletions.TakeUp(engine.Pods.TryDetach));
        Try("collection", engine.Collect);
        Try("node", engine.LookAround);
        _cluster?.Save();
        _journal.PayOwed();
        _journal.RetryIfFailed();
        _journal.CompactIfWorthwhile();
        if (!_ready.IsSet && engine.IsInSync)
        {
            _ready.Set();
            _log.Say("agent", "ready");
        }
    }

    private void LookAtConfiguration()
    {
        var isNew = _configuration.Look();
        if (isNew)
        {
            _log.Say("configuration", _configuration.Problem ?? $"{_paths.Configuration} read");
        }

        if (_configuration.Options is not { } options)
        {
            _obstacle = _configuration.Problem ?? "no configuration";
        }
        else if (_engine is null)
        {
            Try("node", () => StartEngine(options));
        }
        else if (isNew)
        {
            _engine.Reconfigure(options);
        }
    }

    private void StartEngine(AgentOptions options)
    {
        _obstacle = "the node's own links, routes and rules are being put in place";
        _cluster ??= StartCluster(options);
        var engine = new NodeEngine(_node, _journal, options, _clock, _log, _cluster, () => _wake.Set());
        try
        {
            engine.Start(Recovery.Attachments(_journal, engine.Evidence, _node, _log));
        }
        catch
        {
            engine.Dispose();
            throw;
        }

        engine.Completion.ContinueWith(ended => _broken.TrySetException(ended.Exception!), TaskContinuationOptions.OnlyOnFaulted);
        _engine = engine;
    }

    private ClusterLink? StartCluster(AgentOptions options)
    {
        if (options.Cluster is not { } cluster)
        {
            return null;
        }

        try
        {
            var link = new ClusterLink(_paths, cluster, options.NodeName, _log, () => _engine?.Status(), () => _wake.Set());
            link.Start();
            if (_paths.DropIns is { } root)
            {
                new DropInFiles(root, _journal, _log).Install(_node);
            }

            return link;
        }
        catch (CryptographicException error)
        {
            throw new IOException($"{cluster.AuthorityFile}: {error.Message}", error);
        }
    }

    private void Try(string subject, Action action)
    {
        try
        {
            action();
        }
        catch (Exception error) when (error is WorldException or CniException or IOException)
        {
            _obstacle = error.Message;
            _log.Say(subject, "at its turn", error);
        }
    }

    private void Note(string text, Exception? error)
    {
        if (error is null)
        {
            _log.Say("socket", text);
        }
        else
        {
            _log.Say("socket", text, error);
        }
    }
}
