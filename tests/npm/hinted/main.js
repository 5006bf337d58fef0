import "redcat-report";
