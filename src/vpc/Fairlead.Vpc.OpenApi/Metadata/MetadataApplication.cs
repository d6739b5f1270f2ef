using System.Net;
using System.Text;
using Fairlead.Vpc.Metadata;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Fairlead.Vpc.OpenApi.Metadata;

/// <summary>What the web server calls for each request to the metadata service.</summary>
internal sealed class MetadataApplication(InstanceMetadata metadata, Func<IPAddress, string?> whoIs) : IHttpApplication<IFeatureCollection>
{
    public IFeatureCollection CreateContext(IFeatureCollection contextFeatures) => contextFeatures;

    public Task ProcessRequestAsync(IFeatureCollection context)
    {
        var request = context.Get<IHttpRequestFeature>()!;
        var answer = Answer(context.Get<IHttpConnectionFeature>()?.RemoteIpAddress, request);
        var text = Encoding.UTF8.GetBytes(answer.Text);
        var response = context.Get<IHttpResponseFeature>()!;
        response.StatusCode = answer.Status;
        response.Headers.ContentType = "text/plain";
        response.Headers.ContentLength = text.Length;
        return request.Method == HttpMethods.Head ? Task.CompletedTask : context.Get<IHttpResponseBodyFeature>()!.Writer.WriteAsync(text).AsTask();
    }

    public void DisposeContext(IFeatureCollection context, Exception? exception)
    {
    }

    private MetadataAnswer Answer(IPAddress? remote, IHttpRequestFeature request)
    {
        var plain = remote is { IsIPv4MappedToIPv6: true } ? remote.MapToIPv4() : remote;
        return plain is not null && whoIs(plain) is { } instance
            ? metadata.Answer(instance, request.Method, request.Path, Header(request, InstanceMetadata.TokenHeader), Header(request, InstanceMetadata.LifetimeHeader))
            : new MetadataAnswer(404, "404 - Not Found");
    }

    private static string? Header(IHttpRequestFeature request, string name) => request.Headers.TryGetValue(name, out var values) ? values[0] : null;
}
