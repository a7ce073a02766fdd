#!/bin/bash
# Whether the service on this port is ready; needs nothing but bash.
exec 3<>"/dev/tcp/127.0.0.1/$1" || exit 1
printf 'GET /actuator/health/readiness HTTP/1.0\r\nHost: localhost\r\n\r\n' >&3
read -r status <&3
[[ $status == *" 200 "* ]]
