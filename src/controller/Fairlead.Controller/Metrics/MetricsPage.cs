using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Fairlead.Controller.Metrics;

/// <summary>Answers whoever asks by HTTP with the figures of the moment. One page for a scraper: no more of HTTP is understood than it needs.</summary>
internal static class MetricsPage
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    /// <summary>Ends by cancellation only.</summary>
    /// <exception cref="IOException">Nobody can listen there.</exception>
    public static async Task ServeAsync(IPEndPoint address, Func<string> text, CancellationToken stop)
    {
        using var listener = new TcpListener(address);
        try
        {
            listener.Start();
        }
        catch (SocketException error)
        {
            throw new IOException($"metrics {address}: {error.Message}; write --metrics with another address, or --metrics off", error);
        }

        while (true)
        {
            using var caller = await listener.AcceptTcpClientAsync(stop);
            try
            {
                using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
                patience.CancelAfter(Longest);
                await AnswerAsync(caller.GetStream(), text, patience.Token);
            }
            catch (Exception error) when (error is IOException or SocketException || (error is OperationCanceledException && !stop.IsCancellationRequested))
            {
                // The caller went away, or never asked.
            }
        }
    }

    private static async Task AnswerAsync(NetworkStream stream, Func<string> text, CancellationToken cancel)
    {
        var asked = new byte[4096];
        var length = 0;
        while (length < asked.Length && !Encoding.ASCII.GetString(asked, 0, length).Contains("\r\n\r\n"))
        {
            var read = await stream.ReadAsync(asked.AsMemory(length), cancel);
            if (read == 0)
            {
                return;
            }

            length += read;
        }

        var isKnown = Encoding.ASCII.GetString(asked, 0, length).StartsWith("GET /metrics", StringComparison.Ordinal);
        var body = Encoding.UTF8.GetBytes(isKnown ? text() : "see /metrics\n");
        var head = $"HTTP/1.1 {(isKnown ? "200 OK" : "404 Not Found")}\r\nContent-Type: text/plain; version=0.0.4\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head), cancel);
        await stream.WriteAsync(body, cancel);
    }
}
