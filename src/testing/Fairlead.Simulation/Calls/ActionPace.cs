using Fairlead.Cloud.Alibaba.Pacing;
using Fairlead.Simulation.Time;

namespace Fairlead.Simulation.Calls;

/// <summary>The turn-taking of the cloud's client for one action, in virtual time: its rate, its bursts, its pauses.</summary>
internal sealed class ActionPace(VirtualTime time)
{
    // As AlibabaCloudOptions.FirstPace.
    private const double First = 500.0 / 60;

    private readonly PaceRate _rate = new(First);
    private readonly Queue<Action<PaceTicket>> _waiting = [];
    private readonly Queue<Action<PaceTicket>> _again = [];
    private double _tokens = 1;
    private DateTimeOffset _counted = time.Now;
    private DateTimeOffset _closedUntil = time.Now;
    private int _era;
    private bool _armed;

    public int Waiting => _waiting.Count + _again.Count;

    /// <param name="again">A repetition: it waited its turn already.</param>
    public void Wait(bool again, Action<PaceTicket> turn)
    {
        if (Waiting == 0 && Take())
        {
            turn(new PaceTicket(_era, Waited: false));
            return;
        }

        (again ? _again : _waiting).Enqueue(turn);
        Arm();
    }

    public void Granted(PaceTicket ticket)
    {
        if (ticket.Era == _era)
        {
            _rate.Succeed(ticket.Waited);
        }
    }

    public void Refused(PaceTicket ticket)
    {
        if (ticket.Era == _era)
        {
            Refill();
            _era++;
            _tokens = 0;
            _closedUntil = time.Now + _rate.Refuse();
        }
    }

    private void Pump()
    {
        _armed = false;
        while (Waiting > 0 && Take())
        {
            (_again.Count > 0 ? _again : _waiting).Dequeue()(new PaceTicket(_era, Waited: true));
        }

        Arm();
    }

    private bool Take()
    {
        Refill();
        if (time.Now < _closedUntil || _tokens < 0.999)
        {
            return false;
        }

        _tokens = Math.Max(0, _tokens - 1);
        return true;
    }

    private void Refill()
    {
        var from = _counted > _closedUntil ? _counted : _closedUntil < time.Now ? _closedUntil : time.Now;
        _tokens = Math.Min(_rate.Burst, _tokens + ((time.Now - from).TotalSeconds * _rate.PerSecond));
        _counted = time.Now;
    }

    private void Arm()
    {
        if (_armed || Waiting == 0)
        {
            return;
        }

        _armed = true;
        var closed = Math.Max(0, (_closedUntil - time.Now).TotalSeconds);
        time.After(TimeSpan.FromSeconds(Math.Max(0.001, closed + (Math.Max(0, 1 - _tokens) / _rate.PerSecond))), Pump);
    }
}
